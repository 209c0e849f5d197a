import { statSync } from 'node:fs'
import type { Test } from 'tap'
import t from 'tap'
import { until } from '../until.ts'
import { reopen } from './broken.ts'
import { longTrunk, manyNumbers } from './fixture.ts'
import { openParts } from './open.ts'
import { beforeTurn, HeldSync, turn } from './sync.ts'

/** A store in which some of the numbers got a longer row; it is written, and not synced yet. */
async function grow(t: Test, all: number, some: number) {
  const disk = new HeldSync()
  const seed = manyNumbers(all)
  const parts = openParts(t, { seed, sync: disk.sync })
  const { store, file } = parts
  const numbers = [...seed.numbers.values()].map(number => ({ ...number, assignment: longTrunk }))
  const writing = store.change({}, () => ({ write: numbers.slice(0, some), answer: null }))
  const before = statSync(file).size
  await turn()
  const size = () => statSync(file).size
  t.equal(size(), before, 'all of it is in the log alone')
  return { ...parts, disk, numbers, writing, before, size }
}

t.test('after thousands of rows the log is moved into the file, and begins anew', async t => {
  const { disk, db, store, file, numbers, writing, before, size } = await grow(t, 2_000, 2_000)
  disk.end()
  await turn()
  t.ok(size() > before)
  t.equal(size(), Number(db.pragma('page_count', { simple: true })) * 4096)
  await writing
  const logSize = statSync(`${file}-wal`).size
  const [number] = numbers
  const next = store.change({}, () => ({ write: number ? [{ ...number, updatedAt: 7 }] : [], answer: null }))
  await turn()
  t.equal(statSync(`${file}-wal`).size, logSize, 'the room in the log is used again')
  disk.end()
  await next
})

t.test('a few rows stay in the log until nobody writes, each time anew', async t => {
  const { disk, store, numbers, writing, before, size } = await grow(t, 2_100, 1_999)
  disk.end()
  t.equal(size(), before)
  await writing
  await until(() => size() !== before)
  const between = size()
  const again = store.change({}, () => ({ write: numbers.slice(1_999), answer: null }))
  await turn()
  t.equal(size(), between)
  disk.end()
  await again
  await until(() => size() !== between)
  t.ok(size() > between)
})

t.test('the rows are counted anew after each checkpoint', async t => {
  const { disk, store, numbers, writing, size } = await grow(t, 3_000, 2_000)
  disk.end()
  await turn()
  const between = size()
  const again = store.change({}, () => ({ write: numbers.slice(2_000, 3_000), answer: null }))
  await turn()
  await beforeTurn()
  disk.end()
  await turn()
  t.equal(size(), between)
  await Promise.all([writing, again])
})

t.test('a checkpoint that cannot write may wait: the log keeps everything', async t => {
  const { disk, log, file, numbers, store, writing, before, size } = await grow(t, 50, 50)
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

t.test('no commit moves the log by itself, however long it has grown', async t => {
  const { disk, store, file, numbers, before, size } = await grow(t, 300, 300)
  const changes: Promise<null>[] = []
  for (let updatedAt = 0; updatedAt < 100; updatedAt++) {
    const write = numbers.map(number => ({ ...number, updatedAt }))
    changes.push(store.change({}, () => ({ write, answer: null })))
    await turn()
  }
  t.ok(statSync(`${file}-wal`).size > 1000 * 4096, 'SQLite itself would have moved it by now')
  t.equal(size(), before)
  disk.end()
  disk.end()
  await turn()
  t.ok(size() > before)
  await Promise.all(changes)
})

t.test('after a failed sync nothing is moved any more', async t => {
  const { disk, log, writing, before, size } = await grow(t, 50, 50)
  disk.end(new Error('the disk is gone'))
  await t.rejects(writing, new Error('the disk is gone'))
  log.checkpoint()
  t.equal(size(), before)
})
