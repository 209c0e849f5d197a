import type { DescribedOutcome } from '../http/outcome.ts'
import { outcomes } from '../http/outcome.ts'
import type { JournalEntry } from './journal.ts'

export interface OutcomeCount extends DescribedOutcome {
  /** How many requests had this outcome. */
  readonly count: number
}

/** Counts for each described outcome the journal entries that had it. */
export function countOutcomes(entries: readonly JournalEntry[]): OutcomeCount[] {
  return outcomes.map(outcome => ({ ...outcome, count: entries.filter(entry => isOutcomeOf(entry, outcome)).length }))
}

/** A response from a fault has no error code: only its status is compared. */
function isOutcomeOf(entry: JournalEntry, { operation, status, reason }: DescribedOutcome): boolean {
  if (entry.operation !== operation || entry.status !== status) return false
  return entry.error === reason || (entry.error === null && entry.fault !== null)
}
