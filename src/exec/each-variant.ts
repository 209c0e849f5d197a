import type { Variant, VariantId } from '../behaviors/variant.ts'
import { variants } from '../behaviors/variant.ts'
import { printStatus } from '../report/print.ts'
import type { Case } from '../report/report.ts'
import { openReport } from '../report/report.ts'
import type { ExecTask } from '../settings/exec-task.ts'
import { runBaseline } from './baseline.ts'
import { rerunCommand } from './rerun-command.ts'
import type { End } from './run.ts'
import { endStopped, endText, exitLike } from './run.ts'
import { runWithServer } from './with-server.ts'

/**
 * Runs a command once as it is, and then once under each other reading of a silence of the vendor's. Tells on standard
 * error which of them it fails under, and then ends with 1; where it fails already as it is, it ends as that does.
 */
export async function execEachVariant(
  task: ExecTask,
  environment: NodeJS.ProcessEnv,
  words: readonly string[],
): Promise<void> {
  const write = openReport(task.report, 'exec --each-variant')
  const others = Object.entries(variants) as [VariantId, Variant][]
  printStatus(`as decided (1 of ${others.length + 1})`)
  const clean = await runBaseline(task, environment)
  const results: Result[] = []
  for (const [at, [id, { alternative, does }]] of (clean.isUsable ? others : []).entries()) {
    const name = `${id}=${alternative}`
    printStatus(`${name}: ${does} (${at + 2} of ${others.length + 1})`)
    const settings = { ...task.settings, variants: new Set([id]) }
    const end = await runWithServer({ ...task, settings }, environment, { seconds: clean.limit })
    results.push({ name, end, again: rerunCommand(words, ['--variant', name], task.command) })
    if (end.isStopped) break
  }
  write([clean.asCase, ...results.map(toCase)])
  if (!clean.isUsable) return exitLike(clean.end)
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
  return { group: 'variant', name, outcome: end.code === 0 ? 'passes' : 'fails', text: `${endText(end)}\n${again}` }
}

function tell(failed: readonly Result[]): void {
  for (const { name, end, again } of failed) {
    printStatus(`fails under ${name}: ${endText(end)}; it relies on what the vendor does not document`)
    printStatus(`  again: ${again}`)
  }
  if (failed.length > 0) process.exitCode = 1
  else printStatus('passes under every reading')
}
