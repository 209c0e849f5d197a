import type { Test } from 'tap'
import { DomainError } from '../../src/domain/error.ts'
import type { PhoneNumber } from '../../src/domain/number.ts'
import { hashKey } from '../../src/store/key.ts'
import { readTrunk } from '../../src/store/seed-destination.ts'
import type { Store } from '../../src/store/store.ts'
import { storeDestinations } from './destinations.ts'
import { application, seedNumber, trunk } from './fixture.ts'
import { storeLists } from './lists.ts'

type Open = (t: Test) => Store

const free = seedNumber('+14155550001')
const onTrunk: PhoneNumber = { ...free, assignment: trunk, updatedAt: free.updatedAt + 60 }

/** The contract of a store, tested on one with the seed of `fixture.ts`. */
export function storeContract(t: Test, open: Open): void {
  storeFinds(t, open)
  storeLists(t, open)
  storeChanges(t, open)
  storeDestinations(t, open)
  storeErrors(t, open)
}

function storeFinds(t: Test, open: Open): void {
  t.test('findNumber returns the number of the seed, and null for an unknown number', async t => {
    const store = open(t)
    t.strictSame(await store.findNumber('+14155550001'), free)
    t.strictSame(await store.findNumber('+919876543210'), seedNumber('+919876543210'))
    t.strictSame(await store.findNumber('+14155550009'), seedNumber('+14155550009'))
    t.equal(await store.findNumber('+14155559999'), null)
  })

  t.test('the hash of a key has the access of the seed; the key itself has none', async t => {
    const store = open(t)
    t.strictSame(store.access(hashKey('tvx_sk_test_full')), { accountId: 'acc_1', access: 'full' })
    t.strictSame(store.access(hashKey('tvx_sk_test_read')), { accountId: 'acc_1', access: 'read' })
    t.equal(store.access(hashKey('tvx_sk_test_unknown')), undefined)
    t.equal(store.access('tvx_sk_test_full'), undefined)
  })
}

function storeChanges(t: Test, open: Open): void {
  t.test('a change receives the records it selects, writes, and returns its result', async t => {
    const store = open(t)
    const result = await store.change({ number: free.e164, destination: trunk }, found => {
      t.strictSame(found, {
        number: free,
        destination: readTrunk({ id: trunk.id, account_id: 'acc_1' }),
        assignedNumbers: [],
      })
      return { write: [onTrunk], result: 'done' }
    })
    t.equal(result, 'done')
    t.strictSame(await store.findNumber(free.e164), onTrunk)
  })

  t.test('a change receives null for a missing record; a trunk is not an application of the same id', async t => {
    const store = open(t)
    const unknown = { kind: 'application', id: trunk.id } as const
    await store.change({ number: '+14155559999', destination: unknown }, found => {
      t.strictSame(found, { number: null, destination: null, assignedNumbers: [] })
      return { write: [], result: null }
    })
  })

  t.test('a change can remove an assignment and write several numbers', async t => {
    const store = open(t)
    const assigned = seedNumber('+919876543210')
    await store.change({}, () => ({ write: [onTrunk, { ...assigned, assignment: null }], result: null }))
    t.strictSame(await store.findNumber(assigned.e164), { ...assigned, assignment: null })
    t.strictSame(await store.findNumber(free.e164), onTrunk)
  })

  t.test('a change writes only the assignment and the time of a number', async t => {
    const store = open(t)
    await store.change({}, () => ({ write: [{ ...onTrunk, accountId: 'acc_2', region: 'NY' }], result: null }))
    t.strictSame(await store.findNumber(free.e164), onTrunk)
  })

  t.test('the second of two simultaneous changes receives what the first one wrote', async t => {
    const store = open(t)
    const first = store.change({ number: free.e164 }, () => ({ write: [onTrunk], result: null }))
    const second = store.change({ number: free.e164 }, ({ number }) => ({ write: [], result: number }))
    t.strictSame(await Promise.all([first, second]), [null, onTrunk])
  })
}

function storeErrors(t: Test, open: Open): void {
  t.test('an error thrown by a change reaches its caller and changes nothing', async t => {
    const store = open(t)
    const error = new DomainError('number_not_found')
    const change = store.change({ number: free.e164 }, () => {
      throw error
    })
    t.equal(await change.catch(thrown => thrown), error)
    t.strictSame(await store.findNumber(free.e164), free)
  })

  t.test('an exception in one change fails that change only', async t => {
    const store = open(t)
    const before = store.change({}, () => ({ write: [onTrunk], result: 'before' }))
    const bug = store.change({}, () => {
      throw new TypeError('a bug')
    })
    const after = store.change({ number: free.e164 }, ({ number }) => ({ write: [], result: number }))
    await t.rejects(bug, new TypeError('a bug'))
    t.strictSame(await Promise.all([before, after]), ['before', onTrunk])
  })

  t.test('a change that writes an unknown number writes nothing', async t => {
    const store = open(t)
    const unknown = { ...free, e164: '+14155559999' }
    await t.rejects(
      store.change({}, () => ({ write: [onTrunk, unknown], result: null })),
      new Error('number +14155559999 does not exist'),
    )
    t.strictSame(await store.findNumber(free.e164), free)
    t.equal(await store.findNumber(unknown.e164), null)
  })

  for (const assignment of [trunk, application]) {
    t.test(`a change that assigns an unknown ${assignment.kind} writes nothing`, async t => {
      const store = open(t)
      const assigned = seedNumber('+919876543210')
      const invalid = { ...free, assignment: { kind: assignment.kind, id: `${assignment.id}_unknown` } }
      await t.rejects(store.change({}, () => ({ write: [{ ...assigned, assignment: null }, invalid], result: null })))
      t.strictSame(await store.findNumber(free.e164), free)
      t.strictSame(await store.findNumber(assigned.e164), assigned)
    })
  }
}
