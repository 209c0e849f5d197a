import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import SQLite from 'better-sqlite3'
import t from 'tap'
import { defaultFile } from '../../src/store/default-file.ts'
import { explain } from '../../src/store/file.ts'
import { damage } from './broken.ts'
import { planted, trunk } from './fixture.ts'
import { newFile, open, refuses } from './open.ts'
import { mistakeOf } from './usage-error.ts'

const free = planted('+14155550001')

t.test('the default file makes its folder, which no repository notices', async t => {
  const before = process.cwd()
  process.chdir(t.testdir())
  t.teardown(() => process.chdir(before))
  await open(t, defaultFile).store.close()
  t.strictSame(readdirSync('.tryvox-sandbox').sort(), ['.gitignore', 'sandbox.db'])
  t.equal(readFileSync('.tryvox-sandbox/.gitignore', 'utf8'), '*\n')
  t.equal(open(t, defaultFile).resumedSeed, 'namespace')
})

t.test('the default file says so where its folder cannot be made', async t => {
  const before = process.cwd()
  process.chdir(t.testdir({ '.tryvox-sandbox': 'a file' }))
  t.teardown(() => process.chdir(before))
  const reason = "EEXIST: file already exists, mkdir '.tryvox-sandbox'"
  const line = `.tryvox-sandbox: cannot be made (${reason}); name a file elsewhere with --database`
  t.equal(
    mistakeOf(() => open(t, defaultFile)),
    line,
  )
})

t.test('a file that is no database is left as it is', async t => {
  const file = newFile(t)
  writeFileSync(file, 'a letter to a friend')
  refuses(t, file, 'not a database; name another file with --database')
  t.equal(readFileSync(file, 'utf8'), 'a letter to a friend')
  t.strictSame(readdirSync(t.testdirName), ['sandbox.db'])
})

for (const mode of ['DELETE', 'WAL']) {
  t.test(`a database of another program (journal_mode ${mode}) is left as it is, to the byte`, async t => {
    const file = newFile(t)
    const other = new SQLite(file)
    other.pragma(`journal_mode = ${mode}`)
    other.exec('CREATE TABLE letters (friend TEXT)')
    other.close()
    const before = readFileSync(file)
    refuses(t, file, 'a database of another program; name another file with --database')
    t.ok(readFileSync(file).equals(before))
    t.strictSame(readdirSync(t.testdirName), ['sandbox.db'])
  })
}

t.test('a database that another program has marked is not ours, though it is empty', async t => {
  const file = newFile(t)
  const other = new SQLite(file)
  other.pragma('application_id = 7')
  other.close()
  refuses(t, file, 'a database of another program; name another file with --database')
})

t.test('starting over begins with the seed, and where there is nothing yet too', async t => {
  const file = newFile(t)
  const first = open(t, file, { fresh: true })
  await first.store.change({}, () => ({ write: [{ ...free, assignment: trunk }], answer: null }))
  await first.store.close()
  const { store, resumedSeed } = open(t, file, { fresh: true })
  t.equal(resumedSeed, null)
  t.strictSame(await store.findNumber(free.e164), free)
})

t.test('a disk that is full before the seed is planted says so, and the next start plants it', async t => {
  const file = newFile(t)
  refuses(t, file, 'the disk is full; make room, or name another file with --database', { pages: 5 })
  const { store, resumedSeed } = open(t, file)
  t.equal(resumedSeed, null)
  t.strictSame(await store.findNumber(free.e164), free)
})

t.test('a file that was cut short says that it is damaged', async t => {
  const file = newFile(t)
  await open(t, file).store.close()
  truncateSync(file, 3 * 4096)
  refuses(t, file, 'damaged; remove it to start over, or name another file with --database')
})

t.test('a file that is damaged inside is refused, and can be started over with', async t => {
  const file = newFile(t)
  await open(t, file).store.close()
  damage(file, 'migrations')
  const line = 'damaged; remove it to start over, or name another file with --database'
  t.equal(
    mistakeOf(() => open(t, file)),
    `${file}: ${line}`,
  )
  t.equal(open(t, file, { fresh: true }).resumedSeed, null)
})

t.test('an error that is none of the disk comes back as it is, and the file is free again', async t => {
  const file = newFile(t)
  const bug = new TypeError('a bug')
  const read = () => {
    throw bug
  }
  t.throws(() => open(t, file, { seed: { name: 'namespace', read } }), bug)
  t.equal(explain(file, bug), bug)
  t.equal(open(t, file).resumedSeed, null)
})
