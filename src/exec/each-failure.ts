import { printStatus } from '../report/print.ts'
import { openReport } from '../report/report.ts'
import type { EachFailure, ExecTask } from '../settings/exec-task.ts'
import { failureKinds, failureText } from '../settings/failure.ts'
import { runBaseline } from './baseline.ts'
import type { ChangingCall } from './changing-calls.ts'
import type { Cell } from './matrix.ts'
import { failureLine, matrix, toCase } from './matrix.ts'
import { rerunCommand } from './rerun-command.ts'
import { exitStopped, exitWith } from './run.ts'
import { runWithFailure } from './with-failure.ts'

/**
 * Runs a command once, and then twice for each distinct change that it made: once with the response to that change
 * lost, and once with a 503 instead of the change. Prints on standard error which runs failed, their final state, and
 * how to repeat them. Exits with 1 if any run failed. If the first run fails, exits with its exit code or signal.
 */
export async function execEachFailure(
  task: ExecTask,
  mode: EachFailure,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const write = openReport(task.report, 'exec --each-failure')
  printStatus('baseline')
  const baseline = await runBaseline(task, environment)
  if (!baseline.isUsable) {
    write([baseline.reportCase])
    return exitWith(baseline.result)
  }
  const cells = createCells(baseline.calls, (failure: Cell['failure']) =>
    rerunCommand(mode.args, ['--failure', failureText(failure)], task.command),
  )
  const selected = cells.slice(0, mode.atMost)
  const seconds = Math.ceil((baseline.seconds * selected.length) / mode.sideBySide)
  const limitNote = selected.length < cells.length ? ` of ${cells.length} (--at-most)` : ''
  printStatus(`distinct changes: ${baseline.calls.length}; runs: ${selected.length}${limitNote}, in about ${seconds} s`)
  await runAll(selected, mode.sideBySide, async (cell, line) => {
    const heading = mode.sideBySide > 1 ? line : undefined
    if (heading === undefined) printStatus(line)
    cell.run = await runWithFailure(task, environment, cell.failure, { seconds: baseline.timeout, heading })
    return !cell.run.result.isStopped
  })
  write([baseline.reportCase, ...cells.map(toCase)])
  const failed = printResults(baseline.calls, cells)
  const stopped = cells.find(({ run }) => run?.result.isStopped)?.run
  if (stopped) exitStopped(stopped.result)
  else if (failed) process.exitCode = 1
  else
    printStatus(
      cells.length === 0 ? 'the command makes no changes, so there is nothing to fail' : 'passes with every failure',
    )
}

function createCells(calls: readonly ChangingCall[], command: (failure: Cell['failure']) => string): Cell[] {
  return calls.flatMap((call, at) =>
    failureKinds.map(kind => {
      const failure = { kind, operation: call.operation, e164: call.e164, nth: call.ordinals[kind] }
      return { call, at: at + 1, failure, rerun: command(failure), run: null }
    }),
  )
}

/** Runs all cells, `sideBySide` at a time, until an attempt returns false. */
async function runAll(
  cells: readonly Cell[],
  sideBySide: number,
  attempt: (cell: Cell, line: string) => Promise<boolean>,
): Promise<void> {
  // Each run adds its own listeners for signals.
  process.setMaxListeners(sideBySide + process.getMaxListeners())
  // All workers share one iterator.
  const queue = cells.entries()
  let shouldContinue = true
  const worker = async () => {
    for (const [at, cell] of queue) {
      if (shouldContinue)
        shouldContinue =
          (await attempt(cell, `${at + 1} of ${cells.length}: ${failureText(cell.failure)}`)) && shouldContinue
    }
  }
  await Promise.all(Array.from({ length: sideBySide }, worker))
}

/** Prints the matrix and the failed runs. Returns whether any run failed. */
function printResults(calls: readonly ChangingCall[], cells: readonly Cell[]): boolean {
  for (const line of matrix(calls, cells)) printStatus(line)
  const failed = cells.filter(({ run }) => run !== null && run.result.code !== 0)
  for (const cell of failed) {
    printStatus(failureLine(cell))
    printStatus(`  rerun: ${cell.rerun}`)
  }
  return failed.length > 0
}
