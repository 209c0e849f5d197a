import { Faults } from '../sandbox/fault.ts'
import type { Entry } from '../sandbox/journal.ts'
import type { EachFailure, ExecTask } from '../settings/exec-task.ts'
import type { Failure } from '../settings/failure.ts'
import { failureKinds, failureText, toFault } from '../settings/failure.ts'
import { again } from './again.ts'
import { beside, say } from './beside.ts'
import type { ChangingCall } from './changing-calls.ts'
import { ChangingCalls } from './changing-calls.ts'
import { stateLeft } from './left.ts'
import type { Cell } from './matrix.ts'
import { matrix, toCase, what } from './matrix.ts'
import { writeReport } from './report.ts'
import type { End } from './run.ts'
import { endAs, run } from './run.ts'

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
  const began = Date.now()
  const { calls, end } = await runClean(task, environment)
  const seconds = (Date.now() - began) / 1_000
  if (end.code !== 0) {
    say('fails already without a failure: there is nothing to compare')
    return endAs(end)
  }
  if (calls.length === 0) return say('asks for no change: nothing can be lost')
  const planned = calls.flatMap(call => failureKinds.map(kind => ({ call, failure: toFailure(call, kind) })))
  const chosen = planned.slice(0, mode.atMost)
  const about = Math.ceil((seconds * chosen.length) / mode.sideBySide)
  const less = chosen.length < planned.length ? ` of ${planned.length} (--at-most)` : ''
  say(`${calls.length} distinct changes, so ${chosen.length} runs${less}, in about ${about} s`)
  const cells: Cell[] = []
  const left = chosen.entries()
  const worker = async () => {
    // All take from the same.
    for (const [at, { call, failure }] of left) {
      say(`${at + 1} of ${chosen.length}: ${failureText(failure)}`)
      cells[at] = await tryCell(task, environment, call, failure, mode.sideBySide > 1)
      if (cells[at].end.isStopped) return endAs(cells[at].end)
    }
  }
  await Promise.all(Array.from({ length: mode.sideBySide }, worker))
  const stopped = cells.find(({ end }) => end.isStopped)
  if (stopped === undefined) tell(task, mode, calls, cells)
}

async function runClean({ settings, command }: ExecTask, environment: NodeJS.ProcessEnv) {
  say('without a failure')
  const calls = new ChangingCalls()
  const end = await beside({ settings, environment }, async ({ sandbox, environment }) => {
    sandbox.journals.watch(calls.add)
    return run(command, environment)
  })
  return { calls: calls.all, end }
}

function toFailure({ operation, e164, nth }: ChangingCall, kind: Failure['kind']): Failure {
  return { kind, operation, e164, nth: nth[kind] }
}

async function tryCell(
  { settings, command }: ExecTask,
  environment: NodeJS.ProcessEnv,
  call: ChangingCall,
  failure: Failure,
  held: boolean,
): Promise<Cell> {
  const trial = new Faults('failure')
  const { id } = trial.add(toFault(failure))
  return beside({ settings, environment, trial }, async ({ sandbox, environment }) => {
    let met: Entry | undefined
    sandbox.journals.watch(entry => {
      if (entry.fault?.includes(id)) met = entry
    })
    const end: End = await run(command, environment, held)
    return { call, failure, end, left: met === undefined ? null : await stateLeft(sandbox, met) }
  })
}

function tell(task: ExecTask, mode: EachFailure, calls: readonly ChangingCall[], cells: readonly Cell[]): void {
  for (const line of matrix(calls, cells)) say(line)
  const failed = cells.filter(({ end }) => end.code !== 0)
  for (const cell of failed) {
    say(what(calls, cell))
    say(`  again: ${again(mode.words, cell.failure, task.command)}`)
  }
  if (task.report !== null) writeReport(task.report, 'exec --each-failure', cells.map(toCase))
  if (failed.length > 0) process.exitCode = 1
  else say('passes under every failure')
}
