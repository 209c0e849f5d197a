import t from 'tap'
import { reopen } from './broken.ts'
import { manyNumbers, planted, trunk } from './fixture.ts'
import { openParts } from './open.ts'
import { HeldSync, turn, watch } from './sync.ts'

const free = planted('+14155550001')
const onTrunk = { ...free, assignment: trunk }
const failed = new Error('the disk is gone')
const fsync = { code: 'SQLITE_IOERR_FSYNC' }

t.test('a failed sync refuses whoever waits and all who come later, and is told once', async t => {
  const disk = new HeldSync()
  const { store, db, log, lost } = openParts(t, { sync: disk.sync })
  const settled = watch({ covered: store.change({}, () => ({ write: [{ ...free, updatedAt: 7 }], answer: null })) })
  await turn()
  const later = watch({
    committed: store.change({}, () => ({ write: [{ ...free, updatedAt: 8 }], answer: null })),
    reader: store.findNumber(free.e164),
  })
  await turn()
  const queued = watch({ queued: store.change({}, () => ({ write: [onTrunk], answer: null })) })
  disk.end(failed)
  await turn()
  t.strictSame([settled, later, queued].flat(), [
    'covered: the disk is gone',
    'reader: the disk is gone',
    'committed: the disk is gone',
    'queued: the disk is gone',
  ])
  await t.rejects(store.findNumber(free.e164), failed)
  await t.rejects(
    store.change({}, () => ({ write: [onTrunk], answer: null })),
    failed,
  )
  const row = db.prepare('SELECT trunk_id FROM numbers WHERE e164 = ?').get(free.e164)
  t.strictSame({ ...(row as object) }, { trunk_id: null }, 'what came later is not written')
  log.failSync(new Error('once more'))
  t.strictSame(lost, [failed])
  t.equal(disk.running, 0)
  await t.rejects(store.close(), failed)
  t.notOk(db.open)
})

t.test("a checkpoint whose own sync fails is as bad: nobody's answer can be trusted after it", async t => {
  const disk = new HeldSync()
  const seed = manyNumbers(2_000)
  const { store, file, lost } = openParts(t, { seed, sync: disk.sync })
  const changed = [...seed.numbers.values()].map(number => ({ ...number, updatedAt: 7 }))
  const writing = store.change({}, () => ({ write: changed, answer: 'on disk' }))
  await turn()
  reopen(`${file}-wal`, '/dev/null', 'r+')
  disk.end()
  t.equal(await writing, 'on disk', 'the sync before it was good')
  await turn()
  t.match(lost, [fsync])
  t.equal(lost.length, 1)
  await t.rejects(store.findNumber(free.e164), fsync)
})

t.test('a commit whose own sync fails refuses its turn, and everyone after it', async t => {
  const { store, log, file, lost } = openParts(t)
  await store.change({}, () => ({ write: [{ ...free, updatedAt: 7 }], answer: null }))
  log.checkpoint()
  reopen(`${file}-wal`, '/dev/null', 'r+')
  // The first commit after a checkpoint begins the log anew, and syncs its header.
  const writing = store.change({}, () => ({ write: [onTrunk], answer: null }))
  const beside = store.change({}, () => ({ write: [], answer: null }))
  await t.rejects(writing, fsync)
  await t.rejects(beside, fsync)
  t.match(lost, [fsync])
  t.equal(lost.length, 1)
  await t.rejects(store.findNumber(free.e164), fsync)
})
