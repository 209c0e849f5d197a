import { FaultSet } from '../sandbox/fault.ts'
import type { JournalEntry } from '../sandbox/journal.ts'
import type { ExecTask } from '../settings/exec-task.ts'
import type { InjectedFailure } from '../settings/failure.ts'
import { toFaultBody } from '../settings/failure.ts'
import { finalState } from './final-state.ts'
import type { End, RunOptions } from './run.ts'
import { run } from './run.ts'
import { withServer } from './with-server.ts'

export interface Failed {
  readonly end: End
  /** What it left behind; null where the call that is to fail was not made. */
  readonly left: string | null
}

/** Runs a command with one of its calls failing. */
export async function runFailing(
  { settings, command }: Pick<ExecTask, 'settings' | 'command'>,
  environment: NodeJS.ProcessEnv,
  failure: InjectedFailure,
  options?: RunOptions,
): Promise<Failed> {
  // Named otherwise than the faults that the command may set.
  const globalFaults = new FaultSet('failure')
  const { id } = globalFaults.add(toFaultBody(failure))
  return withServer({ settings, environment, globalFaults }, async ({ sandbox, environment }) => {
    let met: JournalEntry | undefined
    sandbox.journals.watch(entry => {
      if (entry.fault?.split(', ').includes(id)) met = entry
    })
    const end = await run(command, environment, options)
    return { end, left: met === undefined ? null : await finalState(sandbox, met) }
  })
}
