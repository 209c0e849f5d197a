import t from 'tap'
import { demo } from '../../src/store/demo.ts'
import { hashKey } from '../../src/store/key.ts'
import { MemoryStore } from '../../src/store/memory.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import { readTrunk } from '../../src/store/seed-destination.ts'
import { toSeedFile } from '../../src/store/seed-rows.ts'
import type { Store } from '../../src/store/store.ts'
import { eachStore } from '../server.ts'
import { newFile, open } from './open.ts'

const trunk = { kind: 'trunk', id: 'trunk_abc123' } as const

/** Routes the demo's number to its trunk. */
function route(store: Store): Promise<unknown> {
  return store.change({ number: '+14155551234' }, ({ number }) => ({
    write: number === null ? [] : [{ ...number, route: trunk, updatedAt: 1 }],
    answer: null,
  }))
}

t.test('the whole state is a seed that makes it', t =>
  eachStore(t, {}, async (t, store) => {
    await route(store)
    const state = toSeedFile(await store.snapshot())
    const other = new MemoryStore(readSeed({}))
    await other.replace(readSeed(state))
    t.strictSame(toSeedFile(await other.snapshot()), state)
    t.match(state.numbers[1], { e164: '+14155551234', trunk_id: 'trunk_abc123' })
  }),
)

t.test('what is planted stays, whatever becomes of the state', t =>
  eachStore(t, {}, async (t, store) => {
    const hash = hashKey('tvx_sk_test_sandbox')
    await store.replace(readSeed({ accounts: [{ id: 'acc_mine' }] }))
    t.strictSame([store.access(hash), store.plantedAccess(hash)?.accountId], [undefined, 'acc_123abc'])
    t.strictSame(await store.listNumbers({ accountId: 'acc_123abc', offset: 0, limit: 9 }), { total: 0, numbers: [] })
    t.strictSame(toSeedFile(store.planted()), toSeedFile(readSeed(demo)))
    await store.replace(store.planted())
    t.strictSame(toSeedFile(await store.snapshot()), toSeedFile(readSeed(demo)))
    t.equal((await store.listNumbers({ accountId: 'acc_123abc', offset: 0, limit: 9 })).total, 2)
    t.equal(store.access(hash)?.accountId, 'acc_123abc')
  }),
)

t.test('what goes to another account takes its numbers along, and a trunk may take a name that went', t =>
  eachStore(t, {}, async (t, store) => {
    await route(store)
    const moved = {
      accounts: [{ id: 'acc_456def' }, { id: 'acc_new' }],
      trunks: [{ id: 'trunk_abc123', account_id: 'acc_new' }],
      numbers: [{ e164: '+14155551234', account_id: 'acc_new', trunk_id: 'trunk_abc123' }],
    }
    await store.replace(readSeed(moved))
    t.strictSame(toSeedFile(await store.snapshot()), toSeedFile(readSeed(moved)))
    t.strictSame(await store.listDestinations('acc_new', 'trunk'), [
      readTrunk({ id: 'trunk_abc123', account_id: 'acc_new' }),
    ])
    t.strictSame(await store.listDestinations('acc_456def', 'trunk'), [])
  }),
)

t.test('a state that the disk has no room for leaves the old one as it was', async t => {
  const { store } = open(t, newFile(t), { seed: { name: 'demo', read: () => readSeed(demo) }, pages: 40 })
  const before = toSeedFile(await store.snapshot())
  const account_id = 'acc_123abc'
  const trunks = Array.from({ length: 20_000 }, (_, at) => ({ id: `trunk_${at}`, account_id }))
  await t.rejects(store.replace(readSeed({ accounts: [{ id: account_id }], trunks })), { code: 'SQLITE_FULL' })
  t.strictSame(toSeedFile(await store.snapshot()), before)
  t.equal(store.access(hashKey('tvx_sk_test_sandbox'))?.accountId, account_id)
})
