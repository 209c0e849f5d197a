import { printStatus } from '../report/print.ts'
import type { JournalEntry } from '../sandbox/journal.ts'
import type { ExecTask } from '../settings/exec-task.ts'
import type { InjectedFailure } from '../settings/failure.ts'
import { failureText } from '../settings/failure.ts'
import { exitLike } from './run.ts'
import { runFailing } from './with-failure.ts'
import { runWithServer } from './with-server.ts'

/** Runs a command beside a server of its own, and ends as the command ends. */
export async function exec(task: ExecTask, environment: NodeJS.ProcessEnv): Promise<void> {
  exitLike(await runWithServer(task, environment))
}

/** Likewise, and tells which described outcomes it met. */
export async function execCovered(task: ExecTask, environment: NodeJS.ProcessEnv): Promise<void> {
  const { countOutcomes } = await import('../sandbox/coverage.ts')
  const { coverageTable } = await import('./coverage.ts')
  const entries: JournalEntry[] = []
  const end = await runWithServer(task, environment, { watch: entry => entries.push(entry) })
  for (const line of coverageTable(countOutcomes(entries))) printStatus(line)
  exitLike(end)
}

/** Likewise, with one of its calls failing; that this is not made is a failure too. */
export async function execFailing(
  task: ExecTask,
  environment: NodeJS.ProcessEnv,
  failure: InjectedFailure,
): Promise<void> {
  const { end, left } = await runFailing(task, environment, failure)
  printStatus(`${failureText(failure)}: ${left ?? 'that call was not made'}`)
  exitLike(left === null && end.code === 0 ? { ...end, code: 1 } : end)
}
