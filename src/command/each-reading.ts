import type { Reading, ReadingId } from '../ledger/reading.ts'
import { readings } from '../ledger/reading.ts'
import type { ExecTask } from '../settings/exec-task.ts'
import { beside, say } from './beside.ts'
import type { Case } from './report.ts'
import { writeReport } from './report.ts'
import { endAs, endText, run } from './run.ts'

/**
 * Runs a command once as it is, and then once under each other reading of a silence of the vendor's. Tells on standard
 * error which of them it fails under, and then ends with 1; where it fails already as it is, it ends as that does.
 */
export async function execEachReading(task: ExecTask, environment: NodeJS.ProcessEnv): Promise<void> {
  const { settings, command, report } = task
  const others = Object.entries(readings) as [ReadingId, Reading][]
  const under = (...ids: ReadingId[]) =>
    beside({ settings: { ...settings, readings: new Set(ids) }, environment }, server =>
      run(command, server.environment),
    )
  say(`as decided (1 of ${others.length + 1})`)
  const asDecided = await under()
  if (asDecided.code !== 0) {
    say('fails already as decided: there is nothing to compare')
    return endAs(asDecided)
  }
  const cases: Case[] = []
  for (const [at, [id, { other, does }]] of others.entries()) {
    const name = `${id}=${other}`
    say(`${name}: ${does} (${at + 2} of ${others.length + 1})`)
    const end = await under(id)
    if (end.isStopped) return endAs(end)
    cases.push({ group: 'reading', name, outcome: end.code === 0 ? 'passes' : 'fails', text: endText(end) })
  }
  if (report !== null) writeReport(report, 'exec --each-reading', cases)
  const failed = cases.filter(({ outcome }) => outcome === 'fails').map(({ name, text }) => `${name} (${text})`)
  if (failed.length === 0) return say('passes under every reading')
  say(`fails under ${failed.join(', ')}: it relies on what the vendor does not document`)
  process.exitCode = 1
}
