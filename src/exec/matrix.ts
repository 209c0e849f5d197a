import type { Case } from '../report/report.ts'
import type { FailureKind, InjectedFailure } from '../settings/failure.ts'
import { failureKinds } from '../settings/failure.ts'
import type { ChangingCall } from './changing-calls.ts'
import { endText } from './run.ts'
import type { Failed } from './with-failure.ts'

/** A run with one failure, and what came of it; null before it. */
export interface Cell {
  readonly call: ChangingCall
  /** Counts the calls from 1. */
  readonly at: number
  readonly failure: InjectedFailure
  /** The command that runs it alone. */
  readonly again: string
  result: Failed | null
}

const titles: Readonly<Record<FailureKind, string>> = { lost: 'answer lost', '503': '503 before' }

/** A line for each call, a column for each way in which it can fail. */
export function matrix(calls: readonly ChangingCall[], cells: readonly Cell[]): string[] {
  const line = (at: string, words: readonly string[], text: string) =>
    `${at.padStart(4)}  ${words.map(word => word.padEnd(12)).join('')}${text}`.trimEnd()
  const rows = calls.map((call, at) => {
    const own = cells.filter(cell => cell.call === call)
    return line(`${at + 1}`, own.map(word), call.text)
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

function word({ result }: Cell): string {
  if (result === null) return 'not run'
  if (result.end.code !== 0) return 'FAILS'
  return result.left === null ? 'not met' : 'passes'
}

/** `call 3, DELETE …: answer lost: exit code 1, and +14155551234 is unassigned`. */
export function failureLine({ call, at, failure, result }: Cell): string {
  return `call ${at}, ${call.text}: ${titles[failure.kind]}: ${resultText(result)}`
}

function resultText(result: Failed | null): string {
  if (result === null) return 'not run'
  return `${endText(result.end)}, ${result.left === null ? 'before that call was made' : `and ${result.left}`}`
}

export function toCase(cell: Cell): Case {
  const { call, at, failure, again, result } = cell
  const came = word(cell)
  const outcome = came === 'FAILS' ? 'fails' : came === 'passes' ? 'passes' : 'skipped'
  return {
    group: `call ${at}`,
    name: `${call.text}: ${titles[failure.kind]}`,
    outcome,
    text: `${resultText(result)}\n${again}`,
  }
}
