import type { DescribedOutcome } from '../http/outcome.ts'
import { outcomes } from '../http/outcome.ts'
import type { Entry } from './journal.ts'

export interface Met extends DescribedOutcome {
  /** How often. */
  readonly met: number
}

/** How often each described outcome was met by these requests. */
export function countOutcomes(entries: readonly Entry[]): Met[] {
  return outcomes.map(outcome => ({ ...outcome, met: entries.filter(entry => meets(entry, outcome)).length }))
}

/** A fault has no reason: its status alone says what it stands for. */
function meets(entry: Entry, { operation, status, reason }: DescribedOutcome): boolean {
  if (entry.operation !== operation || entry.status !== status) return false
  return entry.refused === reason || (entry.refused === null && entry.fault !== null)
}
