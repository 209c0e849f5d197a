import { readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import SQLite from 'better-sqlite3'
import t from 'tap'
import { defaultFile } from '../../src/store/default-file.ts'
import { explain } from '../../src/store/file.ts'
import { damage } from './disk-failure.ts'
import { seedNumber, trunk } from './fixture.ts'
import { failsToOpen, newFile, open } from './open.ts'
import { usageErrorOf } from './usage-error.ts'

const free = seedNumber('+14155550001')

t.test('the default file creates its folder with a .gitignore', async t => {
  const before = process.cwd()
  process.chdir(t.testdir())
  t.teardown(() => process.chdir(before))
  await open(t, defaultFile).store.close()
  t.strictSame(readdirSync('.tryvox-sandbox').sort(), ['.gitignore', 'sandbox.db'])
  t.equal(readFileSync('.tryvox-sandbox/.gitignore', 'utf8'), '*\n')
  t.equal(open(t, defaultFile).resumedSeed, 'fixture')
})

t.test('the error of the default file says that its folder cannot be created', async t => {
  const before = process.cwd()
  process.chdir(t.testdir({ '.tryvox-sandbox': 'a file' }))
  t.teardown(() => process.chdir(before))
  const reason = "EEXIST: file already exists, mkdir '.tryvox-sandbox'"
  const line = `.tryvox-sandbox: cannot be created (${reason}); choose a file in another folder with --database`
  t.equal(
    usageErrorOf(() => open(t, defaultFile)),
    line,
  )
})

t.test('a file that is not a database is rejected and not changed', async t => {
  const file = newFile(t)
  writeFileSync(file, 'a letter to a friend')
  failsToOpen(t, file, 'not a database; choose another file with --database')
  t.equal(readFileSync(file, 'utf8'), 'a letter to a friend')
  t.strictSame(readdirSync(t.testdirName), ['sandbox.db'])
})

for (const mode of ['DELETE', 'WAL']) {
  t.test(`a database of another program (journal_mode ${mode}) is rejected and not changed`, async t => {
    const file = newFile(t)
    const other = new SQLite(file)
    other.pragma(`journal_mode = ${mode}`)
    other.exec('CREATE TABLE letters (friend TEXT)')
    other.close()
    const before = readFileSync(file)
    failsToOpen(t, file, 'a database of another program; choose another file with --database')
    t.ok(readFileSync(file).equals(before))
    t.strictSame(readdirSync(t.testdirName), ['sandbox.db'])
  })
}

t.test('an empty database with the application_id of another program is rejected', async t => {
  const file = newFile(t)
  const other = new SQLite(file)
  other.pragma('application_id = 7')
  other.close()
  failsToOpen(t, file, 'a database of another program; choose another file with --database')
})

t.test('fresh starts with the seed, with or without an existing file', async t => {
  const file = newFile(t)
  const first = open(t, file, { fresh: true })
  await first.store.change({}, () => ({ write: [{ ...free, assignment: trunk }], result: null }))
  await first.store.close()
  const { store, resumedSeed } = open(t, file, { fresh: true })
  t.equal(resumedSeed, null)
  t.strictSame(await store.findNumber(free.e164), free)
})

t.test('if the disk is full before the seed is inserted, the error says so, and the next start inserts it', async t => {
  const file = newFile(t)
  failsToOpen(t, file, 'the disk is full; free some space, or choose another file with --database', { maxPages: 5 })
  const { store, resumedSeed } = open(t, file)
  t.equal(resumedSeed, null)
  t.strictSame(await store.findNumber(free.e164), free)
})

t.test('a truncated file is reported as damaged', async t => {
  const file = newFile(t)
  await open(t, file).store.close()
  truncateSync(file, 3 * 4096)
  failsToOpen(t, file, 'damaged; remove it to start over, or choose another file with --database')
})

t.test('a damaged file is rejected, and fresh replaces it', async t => {
  const file = newFile(t)
  await open(t, file).store.close()
  damage(file, 'migrations')
  const line = 'damaged; remove it to start over, or choose another file with --database'
  t.equal(
    usageErrorOf(() => open(t, file)),
    `${file}: ${line}`,
  )
  t.equal(open(t, file, { fresh: true }).resumedSeed, null)
})

t.test('an error that is not about the disk is not changed, and the file can be opened again', async t => {
  const file = newFile(t)
  const bug = new TypeError('a bug')
  const read = () => {
    throw bug
  }
  t.throws(() => open(t, file, { seed: { name: 'fixture', read } }), bug)
  t.equal(explain(file, bug), bug)
  t.equal(open(t, file).resumedSeed, null)
})
