import type { Failure } from '../settings/failure.ts'
import { failureKinds, failureText } from '../settings/failure.ts'
import type { ChangingCall } from './changing-calls.ts'
import type { Case } from './report.ts'
import type { End } from './run.ts'
import { endText } from './run.ts'

/** A run with one failure, and what came of it. */
export interface Cell {
  readonly call: ChangingCall
  readonly failure: Failure
  readonly end: End
  /** What it left behind; null where the call that is to fail was not made. */
  readonly left: string | null
}

const titles = { lost: 'answer lost', '503': '503 before' } as const

/** A line for each call, a column for each way in which it can fail. */
export function matrix(calls: readonly ChangingCall[], cells: readonly Cell[]): string[] {
  const rows = calls.map((call, at) => {
    const words = failureKinds.map(kind => word(cells.find(cell => cell.call === call && cell.failure.kind === kind)))
    return [`${at + 1}`.padStart(4), ...words, call.text]
  })
  return [['call', ...failureKinds.map(kind => titles[kind]), ''], ...rows].map(([at, lost, unavailable, text]) =>
    `${at}  ${lost?.padEnd(12)}${unavailable?.padEnd(12)}${text}`.trimEnd(),
  )
}

function word(cell: Cell | undefined): string {
  if (cell === undefined) return 'not run'
  if (cell.end.code !== 0) return 'FAILS'
  return cell.left === null ? 'not met' : 'passes'
}

/** `call 3, DELETE …: answer lost: exit code 1, and +14155551234 is unassigned`. */
export function what(calls: readonly ChangingCall[], { call, failure, end, left }: Cell): string {
  const after = left === null ? 'before that call was made' : `and ${left}`
  return `call ${calls.indexOf(call) + 1}, ${call.text}: ${titles[failure.kind]}: ${endText(end)}, ${after}`
}

export function toCase({ call, failure, end, left }: Cell): Case {
  const outcome = end.code !== 0 ? 'fails' : left === null ? 'skipped' : 'passes'
  const text = [endText(end), left ?? 'that call was not made', `--failure ${failureText(failure)}`].join('\n')
  return { group: call.text, name: titles[failure.kind], outcome, text }
}
