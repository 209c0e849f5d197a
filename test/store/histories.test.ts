import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { assign, unassign } from '../../src/domain/assignment.ts'
import { setClock } from '../../src/domain/clock.ts'
import { DomainError } from '../../src/domain/error.ts'
import type { PhoneNumber } from '../../src/domain/number.ts'
import { MemoryStore } from '../../src/store/memory.ts'
import type { Store } from '../../src/store/store.ts'
import { defaultPolicy } from '../policy.ts'
import { seed } from './fixture.ts'
import type { Step } from './model.ts'
import { StoreModel } from './model.ts'
import { openParts } from './open.ts'

const to = fc.constantFrom<Step['to'][]>(
  ...(['trunk_abc123', 'trunk_other', 'trunk_lost'] as const).map(id => ({ kind: 'trunk' as const, id })),
  ...(['app_xyz789', 'app_other', 'app_lost'] as const).map(id => ({ kind: 'application' as const, id })),
)
const step = fc.record({
  verb: fc.constantFrom<Step['verb'][]>('assign', 'assign', 'unassign'),
  account: fc.constantFrom('acc_1', 'acc_2'),
  e164: fc.constantFrom(...seed.numbers.keys(), '+14155559999'),
  to,
})
/** The steps that arrive in each turn of the event loop. */
const history = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 12 })

function decide(number: PhoneNumber) {
  return { write: [number], result: number }
}

/** Applies a step to the store and returns the number after it, or the error code. */
async function applyStep(store: Store, { verb, account, e164, to }: Step, now: number): Promise<PhoneNumber | string> {
  const clock = setClock(now)
  try {
    return verb === 'assign'
      ? await store.change({ number: e164, destination: to }, found =>
          decide(assign(account, found, to, clock, defaultPolicy)),
        )
      : await store.change({ number: e164 }, ({ number }) =>
          decide(unassign(account, number, to.kind, clock, defaultPolicy)),
        )
  } catch (error) {
    if (error instanceof DomainError) return error.code
    throw error
  }
}

/** Runs the history on the store and on the model, and compares both completely after every turn. */
async function run(store: Store, turns: readonly (readonly Step[])[], check: () => void): Promise<void> {
  const model = new StoreModel()
  for (const [turn, steps] of turns.entries()) {
    const results = await Promise.all(steps.map(each => applyStep(store, each, turn)))
    const expected = steps.map(each => model.apply(each, turn))
    assert.deepEqual(results, expected)
    for (const [e164, number] of model.numbers) assert.deepEqual(await store.findNumber(e164), number)
    for (const result of new Map(results.map(each => [e164Of(each), each])).values()) {
      if (typeof result !== 'string') assert.deepEqual(await store.findNumber(result.e164), result)
    }
    check()
  }
}

function e164Of(result: PhoneNumber | string): string {
  return typeof result === 'string' ? result : result.e164
}

t.test('the memory store agrees with the model on random histories', async t => {
  const property = fc.asyncProperty(history, turns => run(new MemoryStore(seed), turns, () => {}))
  await t.resolves(fc.assert(property, { numRuns: 300 }))
})

t.test('the file store agrees with the model on random histories, and no number is assigned to both kinds', async t => {
  const property = fc.asyncProperty(history, async turns => {
    const { store, db } = openParts(t)
    const both = db.prepare('SELECT e164 FROM numbers WHERE trunk_id IS NOT NULL AND application_id IS NOT NULL')
    await run(store, turns, () => assert.deepEqual(both.all(), []))
    await store.close()
  })
  await t.resolves(fc.assert(property, { numRuns: 60 }))
})
