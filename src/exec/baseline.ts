import { performanceNow } from '../base/timers.ts'
import { printStatus } from '../report/print.ts'
import type { Case } from '../report/report.ts'
import type { ExecTask } from '../settings/exec-task.ts'
import type { ChangingCall } from './changing-calls.ts'
import { ChangingCalls } from './changing-calls.ts'
import type { End } from './run.ts'
import { endText } from './run.ts'
import { runWithServer } from './with-server.ts'

/** The run of a command as it is, against which others are held; it fails where there is nothing to hold against it. */
interface Baseline {
  readonly end: End
  readonly calls: readonly ChangingCall[]
  /** Whether there is something to hold against it. */
  readonly isUsable: boolean
  readonly asCase: Case
  readonly seconds: number
  /** The seconds that another run may take. */
  readonly limit: number
}

export async function runBaseline(task: ExecTask, environment: NodeJS.ProcessEnv): Promise<Baseline> {
  const began = performanceNow()
  const calls = new ChangingCalls()
  const end = await runWithServer(task, environment, { watch: calls.add, isFirst: true })
  const seconds = (performanceNow() - began) / 1_000
  const why = end.code !== 0 ? 'fails already as it is' : calls.requests === 0 ? 'asks the API for nothing' : null
  if (why !== null) printStatus(`${why}: there is nothing to compare`)
  const outcome = why === null ? 'passes' : 'fails'
  const asCase: Case = {
    group: 'exec',
    name: 'as it is',
    outcome,
    text: [endText(end), ...(why ? [why] : [])].join('\n'),
  }
  // Retries after a failure may take their time.
  const limit = Math.max(30, Math.ceil(seconds * 10))
  return {
    end: why === null || end.code !== 0 ? end : { ...end, code: 1 },
    calls: calls.all,
    isUsable: why === null,
    asCase,
    seconds,
    limit,
  }
}
