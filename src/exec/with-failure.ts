import { FaultSet } from '../sandbox/fault.ts'
import type { JournalEntry } from '../sandbox/journal.ts'
import type { ExecTask } from '../settings/exec-task.ts'
import type { InjectedFailure } from '../settings/failure.ts'
import { toFaultBody } from '../settings/failure.ts'
import { describeFinalState } from './final-state.ts'
import type { RunOptions, RunResult } from './run.ts'
import { run } from './run.ts'
import { withServer } from './with-server.ts'

/** A run with one failing request. */
export interface FailingRun {
  readonly result: RunResult
  /** The final state of what the failing request targeted; null if that request was not sent. */
  readonly finalState: string | null
}

/** Runs a command with one of its requests failing. */
export async function runWithFailure(
  { settings, command }: Pick<ExecTask, 'settings' | 'command'>,
  environment: NodeJS.ProcessEnv,
  failure: InjectedFailure,
  options?: RunOptions,
): Promise<FailingRun> {
  // This prefix keeps the id of the fault apart from those of the faults that the command sets.
  const globalFaults = new FaultSet('failure')
  const { id } = globalFaults.add(toFaultBody(failure))
  return withServer({ settings, environment, globalFaults }, async ({ sandbox, environment }) => {
    let failedEntry: JournalEntry | undefined
    sandbox.journals.watch(entry => {
      if (entry.fault?.split(', ').includes(id)) failedEntry = entry
    })
    const result = await run(command, environment, options)
    return { result, finalState: failedEntry === undefined ? null : await describeFinalState(sandbox, failedEntry) }
  })
}
