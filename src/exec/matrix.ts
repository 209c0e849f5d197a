import type { Case } from '../report/report.ts'
import type { FailureKind, InjectedFailure } from '../settings/failure.ts'
import { failureKinds } from '../settings/failure.ts'
import type { ChangingCall } from './changing-calls.ts'
import { describeResult } from './run.ts'
import type { FailingRun } from './with-failure.ts'

/** A run with one failure. */
export interface Cell {
  readonly call: ChangingCall
  /** The ordinal of the request, from 1. */
  readonly at: number
  readonly failure: InjectedFailure
  /** The command that repeats the run. */
  readonly rerun: string
  /** null if it has not run. */
  run: FailingRun | null
}

const titles: Readonly<Record<FailureKind, string>> = { lost: 'no response', '503': '503' }

/** A table of verdicts with a line for each request and a column for each kind of failure. */
export function matrix(calls: readonly ChangingCall[], cells: readonly Cell[]): string[] {
  const line = (at: string, columns: readonly string[], text: string) =>
    `${at.padStart(4)}  ${columns.map(column => column.padEnd(12)).join('')}${text}`.trimEnd()
  const rows = calls.map((call, at) => {
    const ownCells = cells.filter(cell => cell.call === call)
    return line(`${at + 1}`, ownCells.map(verdictOf), call.text)
  })
  return [
    line(
      'call',
      failureKinds.map(kind => titles[kind]),
      '',
    ),
    ...rows,
  ]
}

function verdictOf({ run }: Cell): string {
  if (run === null) return 'not run'
  if (run.result.code !== 0) return 'FAILS'
  return run.finalState === null ? 'not sent' : 'passes'
}

/** E.g. `call 3, DELETE …: no response: exit code 1, and +14155551234 is unassigned`. */
export function failureLine({ call, at, failure, run }: Cell): string {
  return `call ${at}, ${call.text}: ${titles[failure.kind]}: ${resultText(run)}`
}

function resultText(run: FailingRun | null): string {
  if (run === null) return 'not run'
  return `${describeResult(run.result)}, ${run.finalState === null ? 'without sending that request' : `and ${run.finalState}`}`
}

export function toCase(cell: Cell): Case {
  const { call, at, failure, rerun, run } = cell
  const verdict = verdictOf(cell)
  const outcome = verdict === 'FAILS' ? 'fails' : verdict === 'passes' ? 'passes' : 'skipped'
  return {
    group: `call ${at}`,
    name: `${call.text}: ${titles[failure.kind]}`,
    outcome,
    text: `${resultText(run)}\n${rerun}`,
  }
}
