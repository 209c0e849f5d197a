import { statSync } from 'node:fs'
import type { Test } from 'tap'
import t from 'tap'
import { until } from '../until.ts'
import { reopen } from './disk-failure.ts'
import { longTrunk, manyNumbers } from './fixture.ts'
import { openParts } from './open.ts'
import { beforeTurn, HeldSync, turn } from './sync.ts'

/** A store with a change that makes some rows longer. The change is written but not synced yet. */
async function growRows(t: Test, total: number, changed: number) {
  const disk = new HeldSync()
  const seed = manyNumbers(total)
  const parts = openParts(t, { seed, sync: disk.sync })
  const { store, file } = parts
  const numbers = [...seed.numbers.values()].map(number => ({ ...number, assignment: longTrunk }))
  const writing = store.change({}, () => ({ write: numbers.slice(0, changed), result: null }))
  const before = statSync(file).size
  await turn()
  const size = () => statSync(file).size
  t.equal(size(), before, 'the change is only in the log')
  return { ...parts, disk, numbers, writing, before, size }
}

t.test('after thousands of rows a checkpoint moves the log into the file and restarts it', async t => {
  const { disk, db, store, file, numbers, writing, before, size } = await growRows(t, 2_000, 2_000)
  disk.end()
  await turn()
  t.ok(size() > before)
  t.equal(size(), Number(db.pragma('page_count', { simple: true })) * 4096)
  await writing
  const logSize = statSync(`${file}-wal`).size
  const [number] = numbers
  const next = store.change({}, () => ({ write: number ? [{ ...number, updatedAt: 7 }] : [], result: null }))
  await turn()
  t.equal(statSync(`${file}-wal`).size, logSize, 'the log is overwritten from its start')
  disk.end()
  await next
})

t.test('a few rows stay in the log until the store is idle', async t => {
  const { disk, store, numbers, writing, before, size } = await growRows(t, 2_100, 1_999)
  disk.end()
  t.equal(size(), before)
  await writing
  await until(() => size() !== before)
  const between = size()
  const next = store.change({}, () => ({ write: numbers.slice(1_999), result: null }))
  await turn()
  t.equal(size(), between)
  disk.end()
  await next
  await until(() => size() !== between)
  t.ok(size() > between)
})

t.test('each checkpoint resets the count of rows', async t => {
  const { disk, store, numbers, writing, size } = await growRows(t, 3_000, 2_000)
  disk.end()
  await turn()
  const between = size()
  const next = store.change({}, () => ({ write: numbers.slice(2_000, 3_000), result: null }))
  await turn()
  await beforeTurn()
  disk.end()
  await turn()
  t.equal(size(), between)
  await Promise.all([writing, next])
})

t.test('after a checkpoint that cannot write, the log still has everything', async t => {
  const { disk, log, file, numbers, store, writing, before, size } = await growRows(t, 50, 50)
  disk.end()
  await writing
  reopen(file, file, 'r')
  log.checkpoint()
  t.equal(size(), before)
  reopen(file, file, 'r+')
  t.strictSame((await store.listNumbers({ accountId: 'acc_1', offset: 0, limit: 50 })).numbers, numbers)
  log.checkpoint()
  t.ok(size() > before)
})

t.test('a commit never runs a checkpoint, whatever the length of the log', async t => {
  const { disk, store, file, numbers, before, size } = await growRows(t, 300, 300)
  const changes: Promise<null>[] = []
  for (let updatedAt = 0; updatedAt < 100; updatedAt++) {
    const write = numbers.map(number => ({ ...number, updatedAt }))
    changes.push(store.change({}, () => ({ write, result: null })))
    await turn()
  }
  t.ok(statSync(`${file}-wal`).size > 1000 * 4096, 'SQLite would have run a checkpoint by now')
  t.equal(size(), before)
  disk.end()
  disk.end()
  await turn()
  t.ok(size() > before)
  await Promise.all(changes)
})

t.test('after a failed sync no checkpoint runs', async t => {
  const { disk, log, writing, before, size } = await growRows(t, 50, 50)
  disk.end(new Error('the disk is gone'))
  await t.rejects(writing, new Error('the disk is gone'))
  log.checkpoint()
  t.equal(size(), before)
})
