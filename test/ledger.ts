import type { Test } from 'tap'
import type { LedgerId } from '../src/ledger/ledger.ts'
import { rows } from '../src/ledger/ledger.ts'

/** A test of one row of the ledger, titled by it. */
export function row(t: Test, id: LedgerId, test: (t: Test) => Promise<void>): Promise<unknown> {
  const found = rows.find(each => each.id === id)
  return t.test(`${id}: ${found?.does}`, test)
}
