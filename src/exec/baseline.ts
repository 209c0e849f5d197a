import { performanceNow } from '../base/timers.ts'
import { printStatus } from '../report/print.ts'
import type { Case } from '../report/report.ts'
import type { ExecTask } from '../settings/exec-task.ts'
import type { ChangingCall } from './changing-calls.ts'
import { ChangingCalls } from './changing-calls.ts'
import type { RunResult } from './run.ts'
import { describeResult } from './run.ts'
import { runWithServer } from './with-server.ts'

/** The first run of a command, with default behavior. */
interface Baseline {
  readonly result: RunResult
  readonly calls: readonly ChangingCall[]
  /** Whether other runs can be compared with this one: the command succeeded and sent requests. */
  readonly isUsable: boolean
  readonly reportCase: Case
  readonly seconds: number
  /** The timeout of the other runs, in seconds. */
  readonly timeout: number
}

/** Runs the command with default behavior. Prints why the run is not usable, if it is not. */
export async function runBaseline(task: ExecTask, environment: NodeJS.ProcessEnv): Promise<Baseline> {
  const start = performanceNow()
  const calls = new ChangingCalls()
  const result = await runWithServer(task, environment, { watch: calls.add, isFirst: true })
  const seconds = (performanceNow() - start) / 1_000
  const problem =
    result.code !== 0 ? 'fails with default behavior' : calls.requests === 0 ? 'sends no requests to the API' : null
  if (problem !== null) printStatus(`the command ${problem}, so there is nothing to compare`)
  const outcome = problem === null ? 'passes' : 'fails'
  const reportCase: Case = {
    group: 'exec',
    name: 'baseline',
    outcome,
    text: [describeResult(result), ...(problem ? [problem] : [])].join('\n'),
  }
  // Retries after a failure can take longer.
  const timeout = Math.max(30, Math.ceil(seconds * 10))
  return {
    result: problem === null || result.code !== 0 ? result : { ...result, code: 1 },
    calls: calls.all,
    isUsable: problem === null,
    reportCase,
    seconds,
    timeout,
  }
}
