import type { Variant, VariantId } from '../behaviors/variant.ts'
import { variants } from '../behaviors/variant.ts'
import { printStatus } from '../report/print.ts'
import type { Case } from '../report/report.ts'
import { openReport } from '../report/report.ts'
import type { ExecTask } from '../settings/exec-task.ts'
import { runBaseline } from './baseline.ts'
import { rerunCommand } from './rerun-command.ts'
import type { RunResult } from './run.ts'
import { describeResult, exitStopped, exitWith } from './run.ts'
import { runWithServer } from './with-server.ts'

/**
 * Runs a command once with default behavior, and then once with each variant. Prints on standard error the variants
 * with which it fails, and exits with 1 if there are any. If the first run fails, exits with its exit code or signal.
 */
export async function execEachVariant(
  task: ExecTask,
  environment: NodeJS.ProcessEnv,
  args: readonly string[],
): Promise<void> {
  const write = openReport(task.report, 'exec --each-variant')
  const allVariants = Object.entries(variants) as [VariantId, Variant][]
  printStatus(`baseline (1 of ${allVariants.length + 1})`)
  const baseline = await runBaseline(task, environment)
  const results: VariantRun[] = []
  for (const [at, [id, { alternative, does }]] of (baseline.isUsable ? allVariants : []).entries()) {
    const name = `${id}=${alternative}`
    printStatus(`${name}: ${does} (${at + 2} of ${allVariants.length + 1})`)
    const settings = { ...task.settings, variants: { [id]: alternative } }
    const result = await runWithServer({ ...task, settings }, environment, { seconds: baseline.timeout })
    results.push({ name, result, rerun: rerunCommand(args, ['--variant', name], task.command) })
    if (result.isStopped) break
  }
  write([baseline.reportCase, ...results.map(toCase)])
  if (!baseline.isUsable) return exitWith(baseline.result)
  const stopped = results.find(({ result }) => result.isStopped)
  if (stopped) return exitStopped(stopped.result)
  printFailures(results.filter(({ result }) => result.code !== 0))
}

/** A run with a variant. */
interface VariantRun {
  readonly name: string
  readonly result: RunResult
  /** The command that repeats the run. */
  readonly rerun: string
}

function toCase({ name, result, rerun }: VariantRun): Case {
  return {
    group: 'variant',
    name,
    outcome: result.code === 0 ? 'passes' : 'fails',
    text: `${describeResult(result)}\n${rerun}`,
  }
}

function printFailures(failed: readonly VariantRun[]): void {
  for (const { name, result, rerun } of failed) {
    printStatus(`fails with ${name}: ${describeResult(result)}; it depends on undocumented behavior`)
    printStatus(`  rerun: ${rerun}`)
  }
  if (failed.length > 0) process.exitCode = 1
  else printStatus('passes with every variant')
}
