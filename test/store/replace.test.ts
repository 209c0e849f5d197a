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
import { planted, toSeedFile } from './fixture.ts'
import { newFile, open, openParts } from './open.ts'
import { HeldSync, turn } from './sync.ts'

const trunk = { kind: 'trunk', id: 'trunk_abc123' } as const

/** Routes the demo's number to its trunk. */
function route(store: Store): Promise<unknown> {
  return store.change({ number: '+14155551234' }, ({ number }) => ({
    write: number === null ? [] : [{ ...number, assignment: trunk, updatedAt: 1 }],
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
    t.match(state.numbers?.[1], { e164: '+14155551234', trunk_id: 'trunk_abc123' })
  }),
)

t.test('what is planted stays, whatever becomes of the state', t =>
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

const account_id = 'acc_123abc'

/** A state of so many numbers, in place of those of the demo. */
function manyRows(count: number): Seed {
  const numbers = Array.from({ length: count }, (_, at) => ({ e164: `+1206${5_000_000 + at}`, account_id }))
  return readSeed({ accounts: [{ id: account_id }], numbers })
}

const last = '+12065019999'
const many = manyRows(20_000)

t.test('a state that the disk has no room for leaves the old one as it was, also to who asks meanwhile', async t => {
  const { store } = open(t, newFile(t), { seed: { name: 'demo', read: () => readSeed(demo) }, pages: 100 })
  const before = toSeedFile(await store.snapshot())
  const replaced = t.rejects(store.replace(many), { code: 'SQLITE_FULL' })
  await turn()
  t.strictSame(toSeedFile(await store.snapshot()), before)
  await replaced
  t.equal((await store.findNumber('+14155551234'))?.accountId, account_id)
  await route(store)
  t.strictSame((await store.findNumber('+14155551234'))?.assignment, trunk)
  t.equal(store.access(hashKey('tvx_sk_test_sandbox'))?.accountId, account_id)
})

t.test('other work runs while a large state is replaced or read, and a number is not found half-way', t =>
  eachStore(t, {}, async (t, store) => {
    const replaced = store.replace(many)
    await turn()
    const found = store.findNumber(last)
    const changed = store.change({ number: last }, ({ number }) => {
      if (number === null) throw new Error('changed before the state was there')
      return { write: [{ ...number, updatedAt: 7 }], answer: number.accountId }
    })
    t.equal((await found)?.accountId, account_id)
    t.equal(await changed, account_id)
    await replaced
    const snapshot = store.snapshot()
    await turn()
    const changedAgain = store.change({ number: last }, ({ number }) => ({
      write: number === null ? [] : [{ ...number, updatedAt: 8 }],
      answer: null,
    }))
    t.equal((await snapshot).numbers.get(last)?.updatedAt, 7, 'as it was when the reading began')
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

t.test('to replace a large state, to read it and to delete its trunk takes many turns of the event loop', async t => {
  const large = manyRows(80_000)
  // No turns but those of the work.
  const { store } = openParts(t, { sync: (_descriptor, done) => setImmediate(done, null) })
  const onTrunk = [...large.numbers.values()].map(number => ({ ...number, assignment: trunk }))
  const numbers = new Map(onTrunk.map(number => [number.e164, number]))
  const destination = readTrunk({ id: trunk.id, account_id })
  const destinations = new Map([[`trunk:${trunk.id}`, destination]])
  t.ok((await turnsOf(store.replace({ ...large, numbers, destinations }))) > 4)
  t.ok((await turnsOf(store.snapshot())) > 2)
  const deleted = store.change({ destination: trunk, numbersOn: trunk }, found => {
    t.strictSame([found.destination, found.numbersOn.length], [destination, onTrunk.length])
    return { write: found.numbersOn.map(number => ({ ...number, assignment: null })), remove: trunk, answer: null }
  })
  t.ok((await turnsOf(deleted)) > 4)
  t.equal(checksum(await store.snapshot()), checksum(large))
  await t.rejects(
    store.change({ numbersOn: trunk }, () => {
      throw new Error('refused')
    }),
    new Error('refused'),
  )
})

t.test('what is written before a state is replaced, and what after it, in one turn, is done in that order', async t => {
  const { store } = open(t, newFile(t))
  const seen: (string | undefined)[] = []
  const look = (e164: string) =>
    store.change({ number: e164 }, ({ number }) => {
      seen.push(number?.e164)
      return { write: [], answer: null }
    })
  const before = planted('+14155550001').e164
  await Promise.all([look(before), look(last), store.replace(many), look(before), look(last)])
  t.strictSame(seen, [before, undefined, undefined, last])
})

t.test('what a large state began with is read in many turns, once', async t => {
  const { store } = open(t, newFile(t), { seed: { name: 'many', read: () => many } })
  const [preparing, again] = [store.prepareInitialSeed(), store.prepareInitialSeed()]
  t.ok((await turnsOf(preparing)) > 2)
  await again
  await store.prepareInitialSeed()
  t.equal(store.initialSeed(), store.initialSeed())
  t.equal(checksum(store.initialSeed()), checksum(many))
})

t.test('what is read at once while it is being prepared stays', async t => {
  const { store } = open(t, newFile(t))
  const preparing = store.prepareInitialSeed()
  const planted = store.initialSeed()
  await preparing
  t.equal(store.initialSeed(), planted)
})

t.test('a file that is copied while a state is replaced holds the old one', async t => {
  const { store, db, file } = openParts(t)
  // Else it would hold all that changes until the commit.
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

t.test('a trunk that goes costs no search of all numbers', async t => {
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

t.test('closing waits for a state that is being replaced; after it none is read and none replaced', async t => {
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

t.test('a sync that fails while a state is being replaced refuses it, and any after it', async t => {
  const disk = new HeldSync()
  const { store } = openParts(t, { sync: disk.sync })
  const written = store.change({}, () => ({ write: [planted('+14155550001')], answer: null }))
  await turn()
  const replaced = store.replace(many)
  await turn()
  const broken = new Error('EIO')
  const refused = Promise.all([written, replaced].map(each => t.rejects(each, broken)))
  disk.end(broken)
  await refused
  await t.rejects(store.replace(many), broken)
  t.equal(disk.running, 0)
})

t.test('a database that is removed while a state is replaced is rescued with the old one', async t => {
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
