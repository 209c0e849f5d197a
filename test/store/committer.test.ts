import t from 'tap'
import type { PhoneNumber } from '../../src/domain/number.ts'
import type { Store } from '../../src/store/store.ts'
import { reopen } from './disk-failure.ts'
import { longTrunk, seedNumber, trunk } from './fixture.ts'
import { openParts } from './open.ts'
import { HeldSync, turn, watch } from './sync.ts'

const free = seedNumber('+14155550001')
const assigned = seedNumber('+919876543210')

function write(store: Store, ...numbers: readonly PhoneNumber[]): Promise<null> {
  return store.change({}, () => ({ write: numbers, result: null }))
}

t.test('writers and later readers wait for the sync, which does not block the event loop', async t => {
  const disk = new HeldSync()
  const { store } = openParts(t, { sync: disk.sync })
  const before = watch({ reader: store.findNumber(free.e164) })
  const writer = write(store, { ...free, assignment: trunk })
  await turn()
  t.strictSame(before, ['reader'], 'an unchanged number is already on disk')
  const query = { accountId: 'acc_1', offset: 0, limit: 1 }
  const failed = store.change({ number: free.e164 }, ({ number }) => {
    throw new Error(`assigned to ${number?.assignment?.id}`)
  })
  const settled = watch({ writer, reader: store.findNumber(free.e164), list: store.listNumbers(query), failed })
  for (let turns = 0; turns < 20; turns++) await turn()
  t.strictSame(settled, [])
  t.equal(disk.running, 1)
  disk.end()
  await turn()
  t.strictSame(settled, ['writer', 'reader', 'list', 'failed: assigned to trunk_abc123'])
  t.equal(disk.running, 0)
})

t.test('a sync covers the commits before its start; only one runs at a time', async t => {
  const disk = new HeldSync()
  const { store } = openParts(t, { sync: disk.sync })
  const first = write(store, { ...free, updatedAt: 1 })
  await turn()
  const second = write(store, { ...free, updatedAt: 2 })
  await turn()
  const third = write(store, { ...free, updatedAt: 3 })
  const settled = watch({ third, second, first })
  await turn()
  t.equal(disk.running, 1)
  disk.end()
  await turn()
  t.strictSame(settled, ['first'])
  t.equal(disk.running, 1)
  disk.end()
  await turn()
  t.strictSame(settled, ['first', 'second', 'third'])
  t.equal(disk.running, 0)
})

t.test('the changes of one turn share a sync', async t => {
  const disk = new HeldSync()
  const { store } = openParts(t, { sync: disk.sync })
  const settled = watch({ first: write(store, free), second: write(store, assigned) })
  await turn()
  disk.end()
  await turn()
  t.strictSame(settled, ['first', 'second'])
})

t.test('a commit does not sync; another thread does', async t => {
  const disk = new HeldSync()
  const { store, file } = openParts(t, { sync: disk.sync })
  const first = write(store, { ...free, updatedAt: 1 })
  await turn()
  reopen(`${file}-wal`, '/dev/null', 'r+')
  const second = write(store, { ...free, updatedAt: 2 })
  await turn()
  disk.end()
  disk.end()
  t.strictSame(await Promise.all([first, second]), [null, null])
})

t.test('a change that writes nothing needs no sync', async t => {
  const disk = new HeldSync()
  const { store } = openParts(t, { sync: disk.sync })
  t.equal(await store.change({}, () => ({ write: [], result: 'nothing' })), 'nothing')
  t.equal(disk.running, 0)
})

t.test('a change that violates the schema fails alone, and the other changes of its turn are written', async t => {
  const { store } = openParts(t)
  let calls = 0
  const before = store.change({ number: free.e164 }, () => {
    calls++
    return { write: [{ ...free, assignment: trunk }], result: null }
  })
  const invalid = write(store, { ...assigned, assignment: null }, { ...free, assignment: longTrunk })
  const after = store.change({ number: assigned.e164 }, ({ number }) => ({ write: [], result: number }))
  await t.rejects(invalid, { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' })
  t.strictSame(await Promise.all([before, after]), [null, assigned])
  t.equal(calls, 2, 'the change runs again on the current state')
  t.strictSame(await store.findNumber(free.e164), { ...free, assignment: trunk })
})

t.test('a thrown value that is not an Error is converted to one', async t => {
  const { store } = openParts(t)
  const changeThatThrows = (error: unknown) =>
    store.change({}, () => {
      throw error
    })
  await t.rejects(changeThatThrows('a word'), new Error('a word'))
})

t.test('if the commit fails, all changes of its turn fail and nothing is written', async t => {
  const { store, db } = openParts(t)
  const before = write(store, { ...assigned, assignment: null })
  const deferred = store.change({}, () => {
    db.pragma('defer_foreign_keys = ON')
    return { write: [{ ...free, assignment: longTrunk }], result: null }
  })
  await t.rejects(before, { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' })
  await t.rejects(deferred, { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' })
  t.strictSame(await store.findNumber(assigned.e164), assigned)
  t.strictSame(await store.findNumber(free.e164), free)
  await write(store, { ...assigned, assignment: null })
  t.strictSame(await store.findNumber(assigned.e164), { ...assigned, assignment: null })
})
