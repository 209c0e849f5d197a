import type { Reading, ReadingId } from '../ledger/reading.ts'
import { readings } from '../ledger/reading.ts'
import type { Case } from '../report/report.ts'
import { openReport } from '../report/report.ts'
import { say } from '../report/say.ts'
import type { ExecTask } from '../settings/exec-task.ts'
import { again } from './again.ts'
import { runBeside } from './beside.ts'
import { runClean } from './clean.ts'
import type { End } from './run.ts'
import { endAs, endStopped, endText } from './run.ts'

/**
 * Runs a command once as it is, and then once under each other reading of a silence of the vendor's. Tells on standard
 * error which of them it fails under, and then ends with 1; where it fails already as it is, it ends as that does.
 */
export async function execEachReading(
  task: ExecTask,
  environment: NodeJS.ProcessEnv,
  words: readonly string[],
): Promise<void> {
  const write = openReport(task.report, 'exec --each-reading')
  const others = Object.entries(readings) as [ReadingId, Reading][]
  say(`as decided (1 of ${others.length + 1})`)
  const clean = await runClean(task, environment)
  const results: Result[] = []
  for (const [at, [id, { other, does }]] of (clean.isUsable ? others : []).entries()) {
    const name = `${id}=${other}`
    say(`${name}: ${does} (${at + 2} of ${others.length + 1})`)
    const settings = { ...task.settings, readings: new Set([id]) }
    const end = await runBeside({ ...task, settings }, environment, { seconds: clean.limit })
    results.push({ name, end, again: again(words, ['--reading', name], task.command) })
    if (end.isStopped) break
  }
  write([clean.asCase, ...results.map(toCase)])
  if (!clean.isUsable) return endAs(clean.end)
  const stopped = results.find(({ end }) => end.isStopped)
  if (stopped) return endStopped(stopped.end)
  tell(results.filter(({ end }) => end.code !== 0))
}

/** A run under another reading. */
interface Result {
  readonly name: string
  readonly end: End
  /** The command that runs it alone. */
  readonly again: string
}

function toCase({ name, end, again }: Result): Case {
  return { group: 'reading', name, outcome: end.code === 0 ? 'passes' : 'fails', text: `${endText(end)}\n${again}` }
}

function tell(failed: readonly Result[]): void {
  for (const { name, end, again } of failed) {
    say(`fails under ${name}: ${endText(end)}; it relies on what the vendor does not document`)
    say(`  again: ${again}`)
  }
  if (failed.length > 0) process.exitCode = 1
  else say('passes under every reading')
}
