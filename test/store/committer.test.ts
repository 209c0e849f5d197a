import t from 'tap'
import type { PhoneNumber } from '../../src/domain/number.ts'
import type { Store } from '../../src/store/store.ts'
import { reopen } from './broken.ts'
import { longTrunk, planted, trunk } from './fixture.ts'
import { openParts } from './open.ts'
import { HeldSync, turn, watch } from './sync.ts'

const free = planted('+14155550001')
const routed = planted('+919876543210')

function write(store: Store, ...numbers: readonly PhoneNumber[]): Promise<null> {
  return store.change({}, () => ({ write: numbers, answer: null }))
}

t.test('neither a writer nor a later reader is answered before the sync ends, and the loop runs on', async t => {
  const disk = new HeldSync()
  const { store } = openParts(t, { sync: disk.sync })
  const before = watch({ reader: store.findNumber(free.e164) })
  const writer = write(store, { ...free, assignment: trunk })
  await turn()
  t.strictSame(before, ['reader'], 'what nobody has changed is on disk')
  const query = { accountId: 'acc_1', offset: 0, limit: 1 }
  const refused = store.change({ number: free.e164 }, ({ number }) => {
    throw new Error(`seen on ${number?.assignment?.id}`)
  })
  const settled = watch({ writer, reader: store.findNumber(free.e164), list: store.listNumbers(query), refused })
  for (let turns = 0; turns < 20; turns++) await turn()
  t.strictSame(settled, [])
  t.equal(disk.running, 1)
  disk.end()
  await turn()
  t.strictSame(settled, ['writer', 'reader', 'list', 'refused: seen on trunk_abc123'])
  t.equal(disk.running, 0)
})

t.test('a sync covers the commits before it began, and not those after; one runs at a time', async t => {
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

t.test('the changes of one turn share one sync', async t => {
  const disk = new HeldSync()
  const { store } = openParts(t, { sync: disk.sync })
  const settled = watch({ first: write(store, free), second: write(store, routed) })
  await turn()
  disk.end()
  await turn()
  t.strictSame(settled, ['first', 'second'])
})

t.test('a commit leaves the sync to the other thread', async t => {
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
  t.equal(await store.change({}, () => ({ write: [], answer: 'nothing' })), 'nothing')
  t.equal(disk.running, 0)
})

t.test(
  'a change that breaks a rule of the schema is refused alone, and the others of its turn are written',
  async t => {
    const { store } = openParts(t)
    let decided = 0
    const before = store.change({ number: free.e164 }, () => {
      decided++
      return { write: [{ ...free, assignment: trunk }], answer: null }
    })
    const broken = write(store, { ...routed, assignment: null }, { ...free, assignment: longTrunk })
    const after = store.change({ number: routed.e164 }, ({ number }) => ({ write: [], answer: number }))
    await t.rejects(broken, { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' })
    t.strictSame(await Promise.all([before, after]), [null, routed])
    t.equal(decided, 2, 'decided anew, on what the database then held')
    t.strictSame(await store.findNumber(free.e164), { ...free, assignment: trunk })
  },
)

t.test('what is thrown and is no error is refused as one', async t => {
  const { store } = openParts(t)
  const after = (error: unknown) =>
    store.change({}, () => {
      throw error
    })
  await t.rejects(after('a word'), new Error('a word'))
})

t.test('where the commit itself breaks, all of its turn are refused and nothing is written', async t => {
  const { store, db } = openParts(t)
  const before = write(store, { ...routed, assignment: null })
  const late = store.change({}, () => {
    db.pragma('defer_foreign_keys = ON')
    return { write: [{ ...free, assignment: longTrunk }], answer: null }
  })
  await t.rejects(before, { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' })
  await t.rejects(late, { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' })
  t.strictSame(await store.findNumber(routed.e164), routed)
  t.strictSame(await store.findNumber(free.e164), free)
  await write(store, { ...routed, assignment: null })
  t.strictSame(await store.findNumber(routed.e164), { ...routed, assignment: null })
})
