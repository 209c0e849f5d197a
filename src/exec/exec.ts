import { formatRequest } from '../base/request-line.ts'
import { printStatus } from '../report/print.ts'
import type { JournalEntry } from '../sandbox/journal.ts'
import type { ExecTask } from '../settings/exec-task.ts'
import type { InjectedFailure } from '../settings/failure.ts'
import { failureText } from '../settings/failure.ts'
import { exitWith } from './run.ts'
import { runWithFailure } from './with-failure.ts'
import { runWithServer } from './with-server.ts'

/** Runs a command with a temporary server and exits with the exit code or signal of the command. */
export async function exec(task: ExecTask, environment: NodeJS.ProcessEnv): Promise<void> {
  exitWith(await runWithServer(task, environment))
}

/** Runs a command with a temporary server and prints which documented outcomes occurred. */
export async function execWithCoverage(task: ExecTask, environment: NodeJS.ProcessEnv, all: boolean): Promise<void> {
  const { countOutcomes } = await import('../sandbox/coverage.ts')
  const { coverageTable } = await import('./coverage.ts')
  const entries: JournalEntry[] = []
  const result = await runWithServer(task, environment, { watch: entry => entries.push(entry) })
  for (const line of coverageTable(countOutcomes(entries), all)) printStatus(line)
  exitWith(result)
}

/** How many requests with a hint are printed. */
const maxPrinted = 20

/** Runs a command and prints the requests that got a hint. If there are any, exits with 1 even if the command succeeds. */
export async function execFailingOnHint(task: ExecTask, environment: NodeJS.ProcessEnv): Promise<void> {
  const lines = new Set<string>()
  let count = 0
  const watch = ({ method, path, status, duration, hint }: JournalEntry) => {
    if (hint === null) return
    count++
    if (lines.size < maxPrinted) lines.add(formatRequest({ method, path, status, duration_ms: duration, reason: hint }))
  }
  const result = await runWithServer(task, environment, { watch })
  for (const line of lines) printStatus(line)
  printStatus(count === 1 ? '1 request got a hint' : `${count} requests got a hint`)
  exitWith(count > 0 && result.code === 0 ? { ...result, code: 1 } : result)
}

/**
 * Runs a command with one of its requests failing. If that request is not sent, exits with 1 even if the command
 * succeeds.
 */
export async function execWithFailure(
  task: ExecTask,
  environment: NodeJS.ProcessEnv,
  failure: InjectedFailure,
): Promise<void> {
  const { result, finalState } = await runWithFailure(task, environment, failure)
  printStatus(`${failureText(failure)}: ${finalState ?? 'the request was not sent'}`)
  exitWith(finalState === null && result.code === 0 ? { ...result, code: 1 } : result)
}
