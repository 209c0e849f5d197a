import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { planted } from './fixture.ts'
import { newFile, open, refuses } from './open.ts'
import { openElsewhere } from './spawn.ts'

const remedy = 'make the file and its folder writable, or use --database memory'

/** Where every user can come. */
function publicFile(t: Test): { file: string; folder: string } {
  const folder = mkdtempSync(join(tmpdir(), 'tryvox-sandbox-'))
  t.teardown(() => {
    chmodSync(folder, 0o700)
    rmSync(folder, { recursive: true })
  })
  return { folder, file: join(folder, 'sandbox.db') }
}

t.test('a new file in a folder that its user cannot write is refused', async t => {
  const { folder, file } = publicFile(t)
  chmodSync(folder, 0o555)
  const { said } = await openElsewhere(t, file, 'nobody')
  t.equal(said, `Error: ${file}: cannot be opened; ${remedy}`)
})

t.test('a file that its user can read and not write is refused', async t => {
  const { folder, file } = publicFile(t)
  await open(t, file).store.close()
  chmodSync(file, 0o444)
  chmodSync(folder, 0o777)
  const { said } = await openElsewhere(t, file, 'nobody')
  t.equal(said, `Error: ${file}: cannot be locked; make the file writable, or name one on a local disk with --database`)
})

t.test('a file that its user can write, in a folder that it cannot, is refused', async t => {
  const { folder, file } = publicFile(t)
  await open(t, file).store.close()
  chmodSync(file, 0o666)
  chmodSync(folder, 0o555)
  const { said } = await openElsewhere(t, file, 'nobody')
  t.equal(said, `Error: ${file}: cannot be written; ${remedy}`)
})

t.test('a file in use by another process is refused at once, and is free when that one ends', async t => {
  const file = newFile(t)
  const other = await openElsewhere(t, file)
  t.equal(other.said, 'open')
  refuses(t, file, 'in use by another process; stop that one, or name another file or memory with --database')
  await other.end()
  t.equal(open(t, file).resumedSeed, 'namespace')
})

t.test('a file in use by this process is refused to it and to every other one', async t => {
  const file = newFile(t)
  const { store } = open(t, file)
  const free = planted('+14155550001')
  const line = 'in use by another process; stop that one, or name another file or memory with --database'
  refuses(t, file, line)
  const { said } = await openElsewhere(t, file)
  t.equal(said, `Error: ${file}: ${line}`)
  t.strictSame(await store.findNumber(free.e164), free)
})
