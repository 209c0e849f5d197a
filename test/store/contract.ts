import type { Test } from 'tap'
import { DomainError } from '../../src/domain/error.ts'
import type { PhoneNumber } from '../../src/domain/number.ts'
import { hashKey } from '../../src/store/key.ts'
import { readTrunk } from '../../src/store/seed-destination.ts'
import type { Store } from '../../src/store/store.ts'
import { storeDestinations } from './destinations.ts'
import { application, planted, trunk } from './fixture.ts'
import { storeLists } from './lists.ts'

type Open = (t: Test) => Store

const free = planted('+14155550001')
const onTrunk: PhoneNumber = { ...free, assignment: trunk, updatedAt: free.updatedAt + 60 }

/** What every store must do, shown on one that holds the seed of `namespace.ts`. */
export function storeContract(t: Test, open: Open): void {
  storeFinds(t, open)
  storeLists(t, open)
  storeChanges(t, open)
  storeDestinations(t, open)
  storeRefuses(t, open)
}

function storeFinds(t: Test, open: Open): void {
  t.test('a number is found as it was planted, and one that nobody has is null', async t => {
    const store = open(t)
    t.strictSame(await store.findNumber('+14155550001'), free)
    t.strictSame(await store.findNumber('+919876543210'), planted('+919876543210'))
    t.strictSame(await store.findNumber('+14155550009'), planted('+14155550009'))
    t.equal(await store.findNumber('+14155559999'), null)
  })

  t.test('a key opens what the seed says, by its hash and not by itself', async t => {
    const store = open(t)
    t.strictSame(store.access(hashKey('tvx_sk_test_full')), { accountId: 'acc_1', access: 'full' })
    t.strictSame(store.access(hashKey('tvx_sk_test_read')), { accountId: 'acc_1', access: 'read' })
    t.equal(store.access(hashKey('tvx_sk_test_nobody')), undefined)
    t.equal(store.access('tvx_sk_test_full'), undefined)
  })
}

function storeChanges(t: Test, open: Open): void {
  t.test('a change sees what it wants, writes, and answers what it decided', async t => {
    const store = open(t)
    const answer = await store.change({ number: free.e164, destination: trunk }, found => {
      t.strictSame(found, {
        number: free,
        destination: readTrunk({ id: trunk.id, account_id: 'acc_1' }),
        numbersOn: [],
      })
      return { write: [onTrunk], answer: 'done' }
    })
    t.equal(answer, 'done')
    t.strictSame(await store.findNumber(free.e164), onTrunk)
  })

  t.test('a change sees null where there is nothing, and a trunk is no application of the same id', async t => {
    const store = open(t)
    const lost = { kind: 'application', id: trunk.id } as const
    await store.change({ number: '+14155559999', destination: lost }, found => {
      t.strictSame(found, { number: null, destination: null, numbersOn: [] })
      return { write: [], answer: null }
    })
  })

  t.test('a change takes a route off, and one writes several numbers', async t => {
    const store = open(t)
    const routed = planted('+919876543210')
    await store.change({}, () => ({ write: [onTrunk, { ...routed, assignment: null }], answer: null }))
    t.strictSame(await store.findNumber(routed.e164), { ...routed, assignment: null })
    t.strictSame(await store.findNumber(free.e164), onTrunk)
  })

  t.test('a change writes the route and the time of a number, and nothing else of it', async t => {
    const store = open(t)
    await store.change({}, () => ({ write: [{ ...onTrunk, accountId: 'acc_2', region: 'NY' }], answer: null }))
    t.strictSame(await store.findNumber(free.e164), onTrunk)
  })

  t.test('of two changes in one turn the second sees what the first wrote', async t => {
    const store = open(t)
    const first = store.change({ number: free.e164 }, () => ({ write: [onTrunk], answer: null }))
    const second = store.change({ number: free.e164 }, ({ number }) => ({ write: [], answer: number }))
    t.strictSame(await Promise.all([first, second]), [null, onTrunk])
  })
}

function storeRefuses(t: Test, open: Open): void {
  t.test('a refusal reaches its caller as it is, and changes nothing', async t => {
    const store = open(t)
    const refusal = new DomainError('number_not_found')
    const refused = store.change({ number: free.e164 }, () => {
      throw refusal
    })
    t.equal(await refused.catch(error => error), refusal)
    t.strictSame(await store.findNumber(free.e164), free)
  })

  t.test('a bug in one change refuses its own caller alone', async t => {
    const store = open(t)
    const before = store.change({}, () => ({ write: [onTrunk], answer: 'before' }))
    const bug = store.change({}, () => {
      throw new TypeError('a bug')
    })
    const after = store.change({ number: free.e164 }, ({ number }) => ({ write: [], answer: number }))
    await t.rejects(bug, new TypeError('a bug'))
    t.strictSame(await Promise.all([before, after]), ['before', onTrunk])
  })

  t.test('a number that is not there is not written, and nothing beside it', async t => {
    const store = open(t)
    const unknown = { ...free, e164: '+14155559999' }
    await t.rejects(
      store.change({}, () => ({ write: [onTrunk, unknown], answer: null })),
      new Error('no number +14155559999 to write'),
    )
    t.strictSame(await store.findNumber(free.e164), free)
    t.equal(await store.findNumber(unknown.e164), null)
  })

  for (const route of [trunk, application]) {
    t.test(`a number cannot go to an unknown ${route.kind}, and nothing beside it is written`, async t => {
      const store = open(t)
      const routed = planted('+919876543210')
      const lost = { ...free, assignment: { kind: route.kind, id: `${route.id}_lost` } }
      await t.rejects(store.change({}, () => ({ write: [{ ...routed, assignment: null }, lost], answer: null })))
      t.strictSame(await store.findNumber(free.e164), free)
      t.strictSame(await store.findNumber(routed.e164), routed)
    })
  }
}
