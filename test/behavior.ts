import type { Test } from 'tap'
import type { BehaviorId } from '../src/behaviors/catalog.ts'
import { behaviors } from '../src/behaviors/catalog.ts'

/** A test of one row of the ledger, titled by it. */
export function row(t: Test, id: BehaviorId, test: (t: Test) => Promise<void>): Promise<unknown> {
  const found = behaviors.find(each => each.id === id)
  return t.test(`${id}: ${found?.does}`, test)
}
