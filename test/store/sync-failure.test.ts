import t from 'tap'
import { reopen } from './disk-failure.ts'
import { manyNumbers, seedNumber, trunk } from './fixture.ts'
import { openParts } from './open.ts'
import { HeldSync, turn, watch } from './sync.ts'

const free = seedNumber('+14155550001')
const onTrunk = { ...free, assignment: trunk }
const failed = new Error('the disk is gone')
const fsync = { code: 'SQLITE_IOERR_FSYNC' }

t.test('after a failed sync all pending and later calls fail, and the failure is reported once', async t => {
  const disk = new HeldSync()
  const { store, db, log, storageErrors } = openParts(t, { sync: disk.sync })
  const settled = watch({ covered: store.change({}, () => ({ write: [{ ...free, updatedAt: 7 }], result: null })) })
  await turn()
  const later = watch({
    committed: store.change({}, () => ({ write: [{ ...free, updatedAt: 8 }], result: null })),
    reader: store.findNumber(free.e164),
  })
  await turn()
  const queued = watch({ queued: store.change({}, () => ({ write: [onTrunk], result: null })) })
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
    store.change({}, () => ({ write: [onTrunk], result: null })),
    failed,
  )
  const row = db.prepare('SELECT trunk_id FROM numbers WHERE e164 = ?').get(free.e164)
  t.strictSame({ ...(row as object) }, { trunk_id: null }, 'the queued change is not written')
  log.fail(new Error('once more'))
  t.strictSame(storageErrors, [failed])
  t.equal(disk.running, 0)
  await t.rejects(store.close(), failed)
  t.notOk(db.open)
})

t.test('a failed sync of a checkpoint makes all later calls fail too', async t => {
  const disk = new HeldSync()
  const seed = manyNumbers(2_000)
  const { store, file, storageErrors } = openParts(t, { seed, sync: disk.sync })
  const changed = [...seed.numbers.values()].map(number => ({ ...number, updatedAt: 7 }))
  const writing = store.change({}, () => ({ write: changed, result: 'on disk' }))
  await turn()
  reopen(`${file}-wal`, '/dev/null', 'r+')
  disk.end()
  t.equal(await writing, 'on disk', 'the sync before it succeeded')
  await turn()
  t.match(storageErrors, [fsync])
  t.equal(storageErrors.length, 1)
  await t.rejects(store.findNumber(free.e164), fsync)
})

t.test('a failed sync of a commit fails the changes of its turn and all later calls', async t => {
  const { store, log, file, storageErrors } = openParts(t)
  await store.change({}, () => ({ write: [{ ...free, updatedAt: 7 }], result: null }))
  log.checkpoint()
  reopen(`${file}-wal`, '/dev/null', 'r+')
  // The first commit after a checkpoint restarts the log and syncs its header.
  const writing = store.change({}, () => ({ write: [onTrunk], result: null }))
  const sameTurn = store.change({}, () => ({ write: [], result: null }))
  await t.rejects(writing, fsync)
  await t.rejects(sameTurn, fsync)
  t.match(storageErrors, [fsync])
  t.equal(storageErrors.length, 1)
  await t.rejects(store.findNumber(free.e164), fsync)
})
