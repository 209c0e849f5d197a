import { printStatus } from '../report/print.ts'
import { openReport } from '../report/report.ts'
import type { EachFailure, ExecTask } from '../settings/exec-task.ts'
import { failureKinds, failureText } from '../settings/failure.ts'
import { runBaseline } from './baseline.ts'
import type { ChangingCall } from './changing-calls.ts'
import type { Cell } from './matrix.ts'
import { failureLine, matrix, toCase } from './matrix.ts'
import { rerunCommand } from './rerun-command.ts'
import { endStopped, exitLike } from './run.ts'
import { runFailing } from './with-failure.ts'

/**
 * Runs a command once as it is, and then, for each distinct change that it asked for, once with that answer lost and once
 * with a 503 before it. Tells on standard error what failed, what it left behind and how to see it again, and then ends
 * with 1; where it fails already as it is, it ends as that does.
 */
export async function execEachFailure(
  task: ExecTask,
  mode: EachFailure,
  environment: NodeJS.ProcessEnv,
): Promise<void> {
  const write = openReport(task.report, 'exec --each-failure')
  printStatus('as it is')
  const clean = await runBaseline(task, environment)
  if (!clean.isUsable) {
    write([clean.asCase])
    return exitLike(clean.end)
  }
  const cells = plan(clean.calls, (failure: Cell['failure']) =>
    rerunCommand(mode.words, ['--failure', failureText(failure)], task.command),
  )
  const chosen = cells.slice(0, mode.atMost)
  const about = Math.ceil((clean.seconds * chosen.length) / mode.sideBySide)
  const less = chosen.length < cells.length ? ` of ${cells.length} (--at-most)` : ''
  printStatus(`distinct changes: ${clean.calls.length}; runs: ${chosen.length}${less}, in about ${about} s`)
  await tryAll(chosen, mode.sideBySide, async (cell, line) => {
    const held = mode.sideBySide > 1 ? line : undefined
    if (held === undefined) printStatus(line)
    cell.result = await runFailing(task, environment, cell.failure, { seconds: clean.limit, held })
    return !cell.result.end.isStopped
  })
  write([clean.asCase, ...cells.map(toCase)])
  const failed = tell(clean.calls, cells)
  const stopped = cells.find(({ result }) => result?.end.isStopped)?.result
  if (stopped) endStopped(stopped.end)
  else if (failed) process.exitCode = 1
  else printStatus(cells.length === 0 ? 'asks for no change: nothing can be lost' : 'passes under every failure')
}

function plan(calls: readonly ChangingCall[], command: (failure: Cell['failure']) => string): Cell[] {
  return calls.flatMap((call, at) =>
    failureKinds.map(kind => {
      const failure = { kind, operation: call.operation, e164: call.e164, nth: call.nth[kind] }
      return { call, at: at + 1, failure, again: command(failure), result: null }
    }),
  )
}

/** So many at once, until one says that it is enough. */
async function tryAll(
  cells: readonly Cell[],
  sideBySide: number,
  attempt: (cell: Cell, line: string) => Promise<boolean>,
): Promise<void> {
  // Each run hears the signals.
  process.setMaxListeners(sideBySide + process.getMaxListeners())
  // Workers share one iterator.
  const queue = cells.entries()
  let continues = true
  const worker = async () => {
    for (const [at, cell] of queue) {
      if (continues)
        continues = (await attempt(cell, `${at + 1} of ${cells.length}: ${failureText(cell.failure)}`)) && continues
    }
  }
  await Promise.all(Array.from({ length: sideBySide }, worker))
}

/** The matrix and what failed; says whether anything did. */
function tell(calls: readonly ChangingCall[], cells: readonly Cell[]): boolean {
  for (const line of matrix(calls, cells)) printStatus(line)
  const failed = cells.filter(({ result }) => result !== null && result.end.code !== 0)
  for (const cell of failed) {
    printStatus(failureLine(cell))
    printStatus(`  again: ${cell.again}`)
  }
  return failed.length > 0
}
