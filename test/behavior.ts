import type { Test } from 'tap'
import type { BehaviorId } from '../src/behaviors/catalog.ts'
import { behaviors } from '../src/behaviors/catalog.ts'

/** Runs a test of one behavior of the catalog. The title is the id and the description of the behavior. */
export function behaviorTest(t: Test, id: BehaviorId, test: (t: Test) => Promise<void>): Promise<unknown> {
  const found = behaviors.find(each => each.id === id)
  return t.test(`${id}: ${found?.does}`, test)
}
