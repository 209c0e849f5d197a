import t from 'tap'
import type { Steps } from '../../src/base/turns.ts'
import type { Seed } from '../../src/store/seed.ts'
import { makeSeed } from '../../src/store/seed.ts'
import { eachStore } from '../server.ts'

/** Returns the seed with another account, after as many turns of the event loop as it takes to build it. */
const withAccount = (id: string) =>
  function* (seed: Seed): Steps<Seed> {
    for (let step = 0; step < 100; step++) yield
    return yield* makeSeed({
      ...seed,
      accounts: [...seed.accounts, id],
      destinations: seed.destinations.values(),
      numbers: seed.numbers.values(),
    })
  }

t.test('simultaneous edits and changes all take effect, and readers see whole states', t =>
  eachStore(t, {}, async (t, store) => {
    const number = await store.findNumber('+14155551234')
    if (number === null) throw new Error('the number is missing')
    const assigned = { ...number, assignment: { kind: 'trunk', id: 'trunk_abc123' } as const }
    const assign = () => store.change({ number: number.e164 }, () => ({ write: [assigned], result: null }))
    await Promise.all([store.edit(withAccount('acc_a')), assign(), store.edit(withAccount('acc_b')), store.snapshot()])
    const { accounts, numbers } = await store.snapshot()
    t.strictSame(accounts, ['acc_123abc', 'acc_456def', 'acc_a', 'acc_b'])
    t.strictSame(numbers.get(number.e164), assigned)
  }),
)

t.test('an edit that throws changes nothing, and the next one works', t =>
  eachStore(t, {}, async (t, store) => {
    const before = await store.snapshot()
    const error = new Error('invalid')
    // biome-ignore lint/correctness/useYield: it fails in its first step
    const failing = store.edit(function* () {
      throw error
    })
    await Promise.all([t.rejects(failing, error), store.edit(withAccount('acc_a'))])
    const { accounts, ...rest } = await store.snapshot()
    t.strictSame(accounts, [...before.accounts, 'acc_a'])
    t.strictSame({ ...rest, accounts: before.accounts }, before)
  }),
)
