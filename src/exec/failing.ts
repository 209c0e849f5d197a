import { Faults } from '../sandbox/fault.ts'
import type { Entry } from '../sandbox/journal.ts'
import type { ExecTask } from '../settings/exec-task.ts'
import type { Failure } from '../settings/failure.ts'
import { toFault } from '../settings/failure.ts'
import { beside } from './beside.ts'
import { stateLeft } from './left.ts'
import type { End, RunOptions } from './run.ts'
import { run } from './run.ts'

export interface Failed {
  readonly end: End
  /** What it left behind; null where the call that is to fail was not made. */
  readonly left: string | null
}

/** Runs a command with one of its calls failing. */
export async function runFailing(
  { settings, command }: Pick<ExecTask, 'settings' | 'command'>,
  environment: NodeJS.ProcessEnv,
  failure: Failure,
  options?: RunOptions,
): Promise<Failed> {
  // Named otherwise than the faults that the command may set.
  const standing = new Faults('failure')
  const { id } = standing.add(toFault(failure))
  return beside({ settings, environment, standing }, async ({ sandbox, environment }) => {
    let met: Entry | undefined
    sandbox.journals.watch(entry => {
      if (entry.fault?.split(', ').includes(id)) met = entry
    })
    const end = await run(command, environment, options)
    return { end, left: met === undefined ? null : await stateLeft(sandbox, met) }
  })
}
