import { statSync } from 'node:fs'
import t from 'tap'
import type { Assignment, PhoneNumber } from '../../src/domain/number.ts'
import type { Store } from '../../src/store/store.ts'
import { reopen } from './disk-failure.ts'
import { application, longTrunk, manyNumbers, seedNumber, trunk } from './fixture.ts'
import { newFile, open, openParts } from './open.ts'
import { HeldSync, turn } from './sync.ts'

const free = seedNumber('+14155550001')
const onTrunk = { ...free, assignment: trunk }

function write(store: Store, ...numbers: readonly PhoneNumber[]): Promise<null> {
  return store.change({}, () => ({ write: numbers, result: null }))
}

t.test(
  'on a full disk all changes of the turn fail and nothing is written; with free space changes work again',
  async t => {
    const seed = manyNumbers(300)
    const { store, db } = openParts(t, { seed })
    const numbers = [...seed.numbers.values()]
    const [first = free, ...others] = numbers
    const grown = others.map(number => ({ ...number, assignment: longTrunk }))
    const pages = db.pragma('page_count', { simple: true })
    db.pragma(`max_page_count = ${pages}`)
    const full = { code: 'SQLITE_FULL' }
    await Promise.all([
      t.rejects(write(store, { ...first, updatedAt: 7 }), full),
      t.rejects(write(store, ...grown), full),
      t.rejects(write(store, { ...first, updatedAt: 8 }), full),
    ])
    const page = () => store.listNumbers({ accountId: 'acc_1', offset: 0, limit: 300 })
    t.strictSame((await page()).numbers, numbers)
    await write(store, { ...first, updatedAt: 9 })
    db.pragma('max_page_count = 1000000')
    await write(store, ...grown)
    t.strictSame((await page()).numbers, [{ ...first, updatedAt: 9 }, ...grown])
  },
)

t.test('a full disk triggers a checkpoint, so that the next change can fit', async t => {
  const disk = new HeldSync()
  const seed = manyNumbers(300)
  const { store, db, file } = openParts(t, { seed, sync: disk.sync })
  const grown = [...seed.numbers.values()].map(number => ({ ...number, assignment: longTrunk }))
  const first = write(store, ...grown.slice(0, 50))
  await turn()
  const before = statSync(file).size
  db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`)
  await t.rejects(write(store, ...grown), { code: 'SQLITE_FULL' })
  t.ok(statSync(file).size > before, 'the checkpoint moved the log into the file')
  disk.end()
  await first
})

t.test('if the log cannot be written, all changes of the turn fail; changes work again when it can be', async t => {
  const { store, file, storageErrors } = openParts(t)
  reopen(`${file}-wal`, `${file}-wal`, 'r')
  const error = { code: 'SQLITE_IOERR_WRITE' }
  await Promise.all([t.rejects(write(store, onTrunk), error), t.rejects(write(store), error)])
  t.strictSame(await store.findNumber(free.e164), free)
  reopen(`${file}-wal`, `${file}-wal`, 'r+')
  await write(store, onTrunk)
  t.strictSame(await store.findNumber(free.e164), onTrunk)
  t.strictSame(storageErrors, [])
})

t.test('if the file cannot be read, all changes of the turn fail and nothing is written', async t => {
  const file = newFile(t)
  await open(t, file).store.close()
  const { store } = open(t, file)
  // Reads the page into the cache, so that it needs no disk the next time.
  const find = (assignment: NonNullable<Assignment>) =>
    store.change({ number: free.e164, destination: assignment }, () => ({ write: [], result: null }))
  await find(trunk)
  reopen(file, file, 'a')
  const error = { code: 'SQLITE_IOERR_READ' }
  const assignedNumber = { ...seedNumber('+919876543210'), assignment: trunk }
  await Promise.all([
    t.rejects(write(store, onTrunk), error),
    t.rejects(find(application), error),
    t.rejects(
      store.change({}, () => {
        // The disk works again, but SQLite has rolled back a part of this turn: the rest must not be written either.
        reopen(file, file, 'r+')
        return { write: [assignedNumber], result: null }
      }),
      error,
    ),
  ])
  reopen(file, file, 'r+')
  t.strictSame(await store.findNumber(free.e164), free)
  t.strictSame(await store.findNumber(assignedNumber.e164), seedNumber(assignedNumber.e164))
  await write(store, onTrunk)
  t.strictSame(await store.findNumber(free.e164), onTrunk)
})
