import type { DescribedOutcome } from '../http/outcome.ts'
import { outcomes } from '../http/outcome.ts'
import type { JournalEntry } from './journal.ts'

export interface OutcomeCount extends DescribedOutcome {
  /** How often. */
  readonly met: number
}

/** How often each described outcome was met by these requests. */
export function countOutcomes(entries: readonly JournalEntry[]): OutcomeCount[] {
  return outcomes.map(outcome => ({ ...outcome, met: entries.filter(entry => meets(entry, outcome)).length }))
}

/** A fault has no reason: its status alone says what it stands for. */
function meets(entry: JournalEntry, { operation, status, reason }: DescribedOutcome): boolean {
  if (entry.operation !== operation || entry.status !== status) return false
  return entry.error === reason || (entry.error === null && entry.fault !== null)
}
