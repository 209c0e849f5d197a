import { say } from '../report/say.ts'
import type { Entry } from '../sandbox/journal.ts'
import type { ExecTask } from '../settings/exec-task.ts'
import type { Failure } from '../settings/failure.ts'
import { failureText } from '../settings/failure.ts'
import { runBeside } from './beside.ts'
import { runFailing } from './failing.ts'
import { endAs } from './run.ts'

/** Runs a command beside a server of its own, and ends as the command ends. */
export async function exec(task: ExecTask, environment: NodeJS.ProcessEnv): Promise<void> {
  endAs(await runBeside(task, environment))
}

/** Likewise, and tells which described outcomes it met. */
export async function execCovered(task: ExecTask, environment: NodeJS.ProcessEnv): Promise<void> {
  const { countOutcomes } = await import('../sandbox/coverage.ts')
  const { coverageTable } = await import('./coverage.ts')
  const entries: Entry[] = []
  const end = await runBeside(task, environment, { watch: entry => entries.push(entry) })
  for (const line of coverageTable(countOutcomes(entries))) say(line)
  endAs(end)
}

/** Likewise, with one of its calls failing; that this is not made is a failure too. */
export async function execFailing(task: ExecTask, environment: NodeJS.ProcessEnv, failure: Failure): Promise<void> {
  const { end, left } = await runFailing(task, environment, failure)
  say(`${failureText(failure)}: ${left ?? 'that call was not made'}`)
  endAs(left === null && end.code === 0 ? { ...end, code: 1 } : end)
}
