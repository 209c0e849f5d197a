import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { seedNumber } from './fixture.ts'
import { failsToOpen, newFile, open } from './open.ts'
import { openInOtherProcess } from './spawn.ts'

const remedy = 'make the file and its folder writable, or use --database memory'

/** A database file in a folder that every user can access. */
function publicFile(t: Test): { file: string; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'tryvox-sandbox-'))
  t.teardown(() => {
    chmodSync(folder, 0o700)
    rmSync(folder, { recursive: true })
  })
  return { folder, file: join(folder, 'sandbox.db') }
}

t.test('a new file in a read-only folder is rejected', async t => {
  const { folder, file } = publicFile(t)
  chmodSync(folder, 0o555)
  const { said } = await openInOtherProcess(t, file, 'nobody')
  t.equal(said, `UsageError: ${file}: cannot be opened; ${remedy}`)
})

t.test('a read-only file is rejected', async t => {
  const { folder, file } = publicFile(t)
  await open(t, file).store.close()
  chmodSync(file, 0o444)
  chmodSync(folder, 0o777)
  const { said } = await openInOtherProcess(t, file, 'nobody')
  t.equal(
    said,
    `UsageError: ${file}: cannot be locked; make the file writable, or choose one on a local disk with --database`,
  )
})

t.test('a writable file in a read-only folder is rejected', async t => {
  const { folder, file } = publicFile(t)
  await open(t, file).store.close()
  chmodSync(file, 0o666)
  chmodSync(folder, 0o555)
  const { said } = await openInOtherProcess(t, file, 'nobody')
  t.equal(said, `UsageError: ${file}: cannot be written; ${remedy}`)
})

t.test('a file in use by another process is rejected at once, and can be opened after that process ends', async t => {
  const file = newFile(t)
  const other = await openInOtherProcess(t, file)
  t.equal(other.said, 'open')
  failsToOpen(t, file, 'in use by another process; stop that process, or choose another file or memory with --database')
  await other.end()
  t.equal(open(t, file).resumedSeed, 'fixture')
})

t.test('a file in use by this process cannot be opened again by any process', async t => {
  const file = newFile(t)
  const { store } = open(t, file)
  const free = seedNumber('+14155550001')
  const line = 'in use by another process; stop that process, or choose another file or memory with --database'
  failsToOpen(t, file, line)
  const { said } = await openInOtherProcess(t, file)
  t.equal(said, `UsageError: ${file}: ${line}`)
  t.strictSame(await store.findNumber(free.e164), free)
})
