import { copyFileSync, renameSync, rmSync, statSync } from 'node:fs'
import t from 'tap'
import { demo } from '../../src/store/demo.ts'
import { hashKey } from '../../src/store/key.ts'
import { MemoryStore } from '../../src/store/memory.ts'
import { findRescued } from '../../src/store/rescue.ts'
import type { Seed } from '../../src/store/seed.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import { readTrunk } from '../../src/store/seed-destination.ts'
import { checksum } from '../../src/store/seed-rows.ts'
import type { Store } from '../../src/store/store.ts'
import { eachStore } from '../server.ts'
import { seedNumber, toSeedFile } from './fixture.ts'
import { newFile, open, openParts } from './open.ts'
import { HeldSync, turn } from './sync.ts'

const trunk = { kind: 'trunk', id: 'trunk_abc123' } as const

/** Assigns the number of the demo seed to its trunk. */
function assignTrunk(store: Store): Promise<unknown> {
  return store.change({ number: '+14155551234' }, ({ number }) => ({
    write: number === null ? [] : [{ ...number, assignment: trunk, updatedAt: 1 }],
    result: null,
  }))
}

t.test('a snapshot is a seed that restores the whole state', t =>
  eachStore(t, {}, async (t, store) => {
    await assignTrunk(store)
    const state = toSeedFile(await store.snapshot())
    const other = new MemoryStore(readSeed({}))
    await other.replace(readSeed(state))
    t.strictSame(toSeedFile(await other.snapshot()), state)
    t.match(state.numbers?.[1], { e164: '+14155551234', trunk_id: 'trunk_abc123' })
  }),
)

t.test('replacing the state does not change the initial seed', t =>
  eachStore(t, {}, async (t, store) => {
    const hash = hashKey('tvx_sk_test_sandbox')
    await store.replace(readSeed({ accounts: [{ id: 'acc_mine' }] }))
    t.strictSame([store.access(hash), store.initialAccess(hash)?.accountId], [undefined, 'acc_123abc'])
    t.strictSame(await store.listNumbers({ accountId: 'acc_123abc', offset: 0, limit: 9 }), { total: 0, numbers: [] })
    t.strictSame(toSeedFile(store.initialSeed()), toSeedFile(readSeed(demo)))
    await store.replace(store.initialSeed())
    t.strictSame(toSeedFile(await store.snapshot()), toSeedFile(readSeed(demo)))
    t.equal((await store.listNumbers({ accountId: 'acc_123abc', offset: 0, limit: 9 })).total, 2)
    t.equal(store.access(hash)?.accountId, 'acc_123abc')
  }),
)

t.test('a new state can move a trunk and its numbers to another account', t =>
  eachStore(t, {}, async (t, store) => {
    await assignTrunk(store)
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

const account_id = 'acc_123abc'

/** A state with `count` numbers, none of them in the demo seed. */
function manyRows(count: number): Seed {
  const numbers = Array.from({ length: count }, (_, at) => ({ e164: `+1206${5_000_000 + at}`, account_id }))
  return readSeed({ accounts: [{ id: account_id }], numbers })
}

const last = '+12065019999'
const many = manyRows(20_000)

t.test('a state that does not fit on the disk is not written; reads see the old state', async t => {
  const { store } = open(t, newFile(t), { seed: { name: 'demo', read: () => readSeed(demo) }, maxPages: 100 })
  const before = toSeedFile(await store.snapshot())
  const replaced = t.rejects(store.replace(many), { code: 'SQLITE_FULL' })
  await turn()
  t.strictSame(toSeedFile(await store.snapshot()), before)
  await replaced
  t.equal((await store.findNumber('+14155551234'))?.accountId, account_id)
  await assignTrunk(store)
  t.strictSame((await store.findNumber('+14155551234'))?.assignment, trunk)
  t.equal(store.access(hashKey('tvx_sk_test_sandbox'))?.accountId, account_id)
})

t.test('other calls run while a large state is replaced or read, and never see a part of it', t =>
  eachStore(t, {}, async (t, store) => {
    const replaced = store.replace(many)
    await turn()
    const found = store.findNumber(last)
    const changed = store.change({ number: last }, ({ number }) => {
      if (number === null) throw new Error('the change ran before the new state was complete')
      return { write: [{ ...number, updatedAt: 7 }], result: number.accountId }
    })
    t.equal((await found)?.accountId, account_id)
    t.equal(await changed, account_id)
    await replaced
    const snapshot = store.snapshot()
    await turn()
    const changedAgain = store.change({ number: last }, ({ number }) => ({
      write: number === null ? [] : [{ ...number, updatedAt: 8 }],
      result: null,
    }))
    t.equal((await snapshot).numbers.get(last)?.updatedAt, 7, 'the state when the snapshot started')
    await changedAgain
    t.equal((await store.findNumber(last))?.updatedAt, 8)
  }),
)

async function turnsOf(work: Promise<unknown>): Promise<number> {
  let turns = 0
  let isDone = false
  work.then(() => {
    isDone = true
  })
  for (; !isDone; turns++) await turn()
  return turns
}

t.test('replacing and reading a large state and deleting its trunk take many turns of the event loop', async t => {
  const large = manyRows(80_000)
  // The sync takes a single turn, so that almost all turns are those of the work.
  const { store } = openParts(t, { sync: (_descriptor, done) => setImmediate(done, null) })
  const onTrunk = [...large.numbers.values()].map(number => ({ ...number, assignment: trunk }))
  const numbers = new Map(onTrunk.map(number => [number.e164, number]))
  const destination = readTrunk({ id: trunk.id, account_id })
  const destinations = new Map([[`trunk:${trunk.id}`, destination]])
  t.ok((await turnsOf(store.replace({ ...large, numbers, destinations }))) > 4)
  t.ok((await turnsOf(store.snapshot())) > 2)
  const deleted = store.change({ destination: trunk, assignedNumbers: trunk }, found => {
    t.strictSame([found.destination, found.assignedNumbers.length], [destination, onTrunk.length])
    return {
      write: found.assignedNumbers.map(number => ({ ...number, assignment: null })),
      remove: trunk,
      result: null,
    }
  })
  t.ok((await turnsOf(deleted)) > 4)
  t.equal(checksum(await store.snapshot()), checksum(large))
  await t.rejects(
    store.change({ assignedNumbers: trunk }, () => {
      throw new Error('failed')
    }),
    new Error('failed'),
  )
})

t.test('changes before and after a replacement in the same turn run in this order', async t => {
  const { store } = open(t, newFile(t))
  const seen: (string | undefined)[] = []
  const recordNumber = (e164: string) =>
    store.change({ number: e164 }, ({ number }) => {
      seen.push(number?.e164)
      return { write: [], result: null }
    })
  const before = seedNumber('+14155550001').e164
  await Promise.all([
    recordNumber(before),
    recordNumber(last),
    store.replace(many),
    recordNumber(before),
    recordNumber(last),
  ])
  t.strictSame(seen, [before, undefined, undefined, last])
})

t.test('a large initial seed is read once, in many turns', async t => {
  const { store } = open(t, newFile(t), { seed: { name: 'many', read: () => many } })
  const [preparing, again] = [store.prepareInitialSeed(), store.prepareInitialSeed()]
  t.ok((await turnsOf(preparing)) > 2)
  await again
  await store.prepareInitialSeed()
  t.equal(store.initialSeed(), store.initialSeed())
  t.equal(checksum(store.initialSeed()), checksum(many))
})

t.test('initialSeed returns the same object during and after its preparation', async t => {
  const { store } = open(t, newFile(t))
  const preparing = store.prepareInitialSeed()
  const initialSeed = store.initialSeed()
  await preparing
  t.equal(store.initialSeed(), initialSeed)
})

t.test('a copy of the file made while a state is replaced contains the old state', async t => {
  const { store, db, file } = openParts(t)
  // With a large cache, SQLite would write nothing until the commit.
  db.pragma('cache_size = 10')
  const before = toSeedFile(await store.snapshot())
  const replaced = store.replace(many)
  while (statSync(`${file}-wal`).size < 1024 * 1024) await turn()
  const copy = `${file}.copy`
  for (const end of ['', '-wal']) copyFileSync(file + end, copy + end)
  t.strictSame(toSeedFile(await open(t, copy).store.snapshot()), before)
  await replaced
  t.equal((await store.snapshot()).numbers.size, 20_000)
})

t.test('removing a trunk does not search all numbers', async t => {
  const { store } = open(t, newFile(t))
  const trunks = (start: string) =>
    Array.from({ length: 10_000 }, (_, at) => ({ id: `trunk_${start}${at}`, account_id }))
  const state = (start: string) => ({ ...many, ...readSeed({ accounts: [{ id: account_id }], trunks: trunks(start) }) })
  const withNumbers = (start: string) => ({ ...state(start), numbers: many.numbers, e164s: many.e164s })
  await store.replace(withNumbers('a'))
  const before = process.threadCpuUsage()
  await store.replace(withNumbers('b'))
  // 10,000 searches of 20,000 numbers take more than 5 s.
  t.ok(process.threadCpuUsage(before).user < 2_500_000)
  t.equal((await store.snapshot()).destinations.size, 10_000)
})

t.test('closing waits for a replacement; afterwards the state can be neither read nor replaced', async t => {
  const file = newFile(t)
  const { store } = open(t, file)
  const replaced = store.replace(many)
  await turn()
  await store.close()
  await replaced
  await t.rejects(store.replace(many), /not open/)
  await t.rejects(store.snapshot(), /not open/)
  t.equal((await open(t, file).store.snapshot()).numbers.size, 20_000)
})

t.test('a sync that fails while a state is replaced fails the replacement and all later ones', async t => {
  const disk = new HeldSync()
  const { store } = openParts(t, { sync: disk.sync })
  const written = store.change({}, () => ({ write: [seedNumber('+14155550001')], result: null }))
  await turn()
  const replaced = store.replace(many)
  await turn()
  const error = new Error('EIO')
  const failures = Promise.all([written, replaced].map(each => t.rejects(each, error)))
  disk.end(error)
  await failures
  await t.rejects(store.replace(many), error)
  t.equal(disk.running, 0)
})

t.test('a database that is removed while a state is replaced is rescued with the old state', async t => {
  const { store, file } = openParts(t)
  const before = toSeedFile(await store.snapshot())
  const replaced = store.replace(manyRows(80_000))
  await turn()
  rmSync(file)
  const lost = { message: /the state was rescued to / }
  await t.rejects(replaced, lost)
  await t.rejects(store.snapshot(), lost)
  const [rescued = ''] = findRescued(file)
  renameSync(rescued, file)
  t.strictSame(toSeedFile(await open(t, file).store.snapshot()), before)
})
