import { statSync } from 'node:fs'
import t from 'tap'
import type { Assignment, PhoneNumber } from '../../src/domain/number.ts'
import type { Store } from '../../src/store/store.ts'
import { reopen } from './broken.ts'
import { application, longTrunk, manyNumbers, planted, trunk } from './fixture.ts'
import { newFile, open, openParts } from './open.ts'
import { HeldSync, turn } from './sync.ts'

const free = planted('+14155550001')
const onTrunk = { ...free, assignment: trunk }

function write(store: Store, ...numbers: readonly PhoneNumber[]): Promise<null> {
  return store.change({}, () => ({ write: numbers, answer: null }))
}

t.test('a full disk refuses the turn and leaves nothing half written; with room again it is as before', async t => {
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
})

t.test('a full disk makes room in the log, so that the next change often fits', async t => {
  const disk = new HeldSync()
  const seed = manyNumbers(300)
  const { store, db, file } = openParts(t, { seed, sync: disk.sync })
  const grown = [...seed.numbers.values()].map(number => ({ ...number, assignment: longTrunk }))
  const first = write(store, ...grown.slice(0, 50))
  await turn()
  const before = statSync(file).size
  db.pragma(`max_page_count = ${db.pragma('page_count', { simple: true })}`)
  await t.rejects(write(store, ...grown), { code: 'SQLITE_FULL' })
  t.ok(statSync(file).size > before, 'the log was moved into the file')
  disk.end()
  await first
})

t.test('a log that cannot be written refuses the turn; once it can be, writing goes on', async t => {
  const { store, file, lost } = openParts(t)
  reopen(`${file}-wal`, `${file}-wal`, 'r')
  const broken = { code: 'SQLITE_IOERR_WRITE' }
  await Promise.all([t.rejects(write(store, onTrunk), broken), t.rejects(write(store), broken)])
  t.strictSame(await store.findNumber(free.e164), free)
  reopen(`${file}-wal`, `${file}-wal`, 'r+')
  await write(store, onTrunk)
  t.strictSame(await store.findNumber(free.e164), onTrunk)
  t.strictSame(lost, [])
})

t.test('a file that cannot be read refuses all of the turn that met it, and nothing is written', async t => {
  const file = newFile(t)
  await open(t, file).store.close()
  const { store } = open(t, file)
  // What is read once needs no disk the next time.
  const find = (assignment: NonNullable<Assignment>) =>
    store.change({ number: free.e164, destination: assignment }, () => ({ write: [], answer: null }))
  await find(trunk)
  reopen(file, file, 'a')
  const broken = { code: 'SQLITE_IOERR_READ' }
  const elsewhere = { ...planted('+919876543210'), assignment: trunk }
  await Promise.all([
    t.rejects(write(store, onTrunk), broken),
    t.rejects(find(application), broken),
    t.rejects(
      store.change({}, () => {
        // The disk is there again: what the system threw away of this turn is still not to be half written.
        reopen(file, file, 'r+')
        return { write: [elsewhere], answer: null }
      }),
      broken,
    ),
  ])
  reopen(file, file, 'r+')
  t.strictSame(await store.findNumber(free.e164), free)
  t.strictSame(await store.findNumber(elsewhere.e164), planted(elsewhere.e164))
  await write(store, onTrunk)
  t.strictSame(await store.findNumber(free.e164), onTrunk)
})
