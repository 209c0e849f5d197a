import { execFileSync } from 'node:child_process'
import {
  existsSync,
  fstatSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import SQLite from 'better-sqlite3'
import type { Test } from 'tap'
import t from 'tap'
import { locate } from '../../src/store/database-file.ts'
import type { Sync } from '../../src/store/write-ahead-log.ts'
import { seedNumber, trunk } from './fixture.ts'
import { failsToOpen, open } from './open.ts'
import { openInOtherProcess } from './spawn.ts'
import { usageErrorOf } from './usage-error.ts'

const free = seedNumber('+14155550001')
const other = 'choose another file with --database'

/** A folder with a symlink to a database that does not exist yet, and an old log with the symlink's name. */
function linked(t: Test): { folder: string; link: string; real: string } {
  const folder = t.testdir({ data: {}, 'link.db-wal': 'an old log'.repeat(500) })
  symlinkSync('data/real.db', `${folder}/link.db`)
  return { folder, link: `${folder}/link.db`, real: `${folder}/data/real.db` }
}

t.test('after a power cut, a database opened through a symlink has every acknowledged change', async t => {
  const { folder, link, real } = linked(t)
  let synced = Buffer.alloc(0)
  // Copies the log at each sync: a power cut loses everything that was written later.
  const sync: Sync = (descriptor, done) => {
    synced = Buffer.alloc(fstatSync(descriptor).size)
    readSync(descriptor, synced, 0, synced.length, 0)
    done(null)
  }
  const { store } = open(t, link, { sync })
  const atOpen = readFileSync(real)
  await store.change({}, () => ({ write: [{ ...free, assignment: trunk }], result: null }))
  mkdirSync(`${folder}/cut`)
  writeFileSync(`${folder}/cut/real.db`, atOpen)
  writeFileSync(`${folder}/cut/real.db-wal`, synced)
  const number = await open(t, `${folder}/cut/real.db`).store.findNumber(free.e164)
  t.strictSame(number, { ...free, assignment: trunk })
})

t.test('a symlink to a database writes nothing under its own name', async t => {
  const { folder, link, real } = linked(t)
  const before = readFileSync(`${link}-wal`)
  const { store } = open(t, link)
  await store.change({}, () => ({ write: [{ ...free, assignment: trunk }], result: null }))
  t.strictSame(readdirSync(`${folder}/data`).sort(), ['real.db', 'real.db-wal'])
  await store.close()
  t.strictSame(readdirSync(`${folder}/data`), ['real.db'])
  t.ok(readFileSync(`${link}-wal`).equals(before))
  const again = open(t, real)
  t.equal(again.resumedSeed, 'fixture')
  t.strictSame(await again.store.findNumber(free.e164), { ...free, assignment: trunk })
})

t.test('starting over through a symlink removes the real file and its log, and keeps the symlink', async t => {
  const { folder, link, real } = linked(t)
  const other = open(t, link)
  await other.store.change({}, () => ({ write: [{ ...free, assignment: trunk }], result: null }))
  await other.store.close()
  const { store, resumedSeed } = open(t, link, { fresh: true })
  t.equal(resumedSeed, null)
  t.strictSame(await store.findNumber(free.e164), free)
  t.equal(realpathSync(link), real)
  t.strictSame(readdirSync(folder).sort(), ['data', 'link.db', 'link.db-wal'])
})

t.test('a symlink and its target are one database: the second of two processes is rejected', async t => {
  const { link, real } = linked(t)
  const line = 'in use by another process; stop that process, or choose another file or memory with --database'
  open(t, link)
  t.equal((await openInOtherProcess(t, real)).said, `UsageError: ${real}: ${line}`)
  t.equal((await openInOtherProcess(t, link)).said, `UsageError: ${link} (${real}): ${line}`)
})

t.test('relative and absolute symlinks of files and folders are resolved', async t => {
  const folder = t.testdir({ data: {} })
  symlinkSync('data', `${folder}/folder`)
  symlinkSync('../first', `${folder}/data/second`)
  symlinkSync(`${folder}/folder/real.db`, `${folder}/first`)
  const path = `${folder}/data/real.db`
  for (const existing of [false, true]) {
    if (existing) writeFileSync(path, '')
    t.strictSame(locate(`${folder}/folder/second`), { path, displayName: `${folder}/folder/second (${path})` })
    t.strictSame(locate(path), { path, displayName: path })
  }
})

t.test('messages name a relative path as the user gave it', async t => {
  const before = process.cwd()
  process.chdir(t.testdir())
  t.teardown(() => process.chdir(before))
  t.strictSame(locate('x.db'), { path: `${t.testdirName}/x.db`, displayName: 'x.db' })
})

t.test('a file with a second hard link is rejected, because each name would have its own log', async t => {
  const file = `${t.testdir()}/sandbox.db`
  await open(t, file).store.close()
  linkSync(file, `${t.testdirName}/other.db`)
  const links = 'the file has 2 hard links, and its log belongs to only one of them'
  failsToOpen(t, file, `${links}; remove the other links, or choose another file with --database`)
  t.strictSame(readdirSync(t.testdirName).sort(), ['other.db', 'sandbox.db'])
})

t.test('a database in use by another process cannot be opened through a new hard link', async t => {
  const file = `${t.testdir()}/sandbox.db`
  open(t, file)
  linkSync(file, `${t.testdirName}/other.db`)
  const { said } = await openInOtherProcess(t, `${t.testdirName}/other.db`)
  t.match(said, 'the file has 2 hard links')
})

/** Invalid file names, relative to the folder of the test, and their errors. */
const invalidNames: [name: string, line: string][] = [
  ['folder', `a folder; choose a file in it with --database`],
  ['folder/', `a folder; choose a file in it with --database`],
  ['new/', `a folder; choose a file in it with --database`],
  ['.', `a folder; choose a file in it with --database`],
  ['folder/..', `a folder; choose a file in it with --database`],
  ['text/x.db', `cannot be accessed (ENOTDIR); ${other}`],
  ['loop', `cannot be accessed (ELOOP); ${other}`],
  ['x\0.db', `cannot be accessed (ERR_INVALID_ARG_VALUE); ${other}`],
  ['x'.repeat(300), `cannot be accessed (ENAMETOOLONG); ${other}`],
  ['x'.repeat(248), 'the path is too long for SQLite; choose a shorter path with --database'],
  ['é'.repeat(124), 'the path is too long for SQLite; choose a shorter path with --database'],
  ['x.db ', 'the name ends with white space; choose another name with --database'],
  [' :memory: ', 'the name ends with white space; choose another name with --database'],
  ['x.db\n', 'the name ends with white space; choose another name with --database'],
  ['x.db\u00a0', 'the name ends with white space; choose another name with --database'],
  ['fifo', 'not a regular file; choose another file with --database'],
]

t.test('an invalid file name is rejected, and nothing is created', async t => {
  const folder = t.testdir({ folder: {}, text: 'text' })
  symlinkSync('loop', `${folder}/loop`)
  symlinkSync('missing/x.db', `${folder}/dangling`)
  symlinkSync('x.db ', `${folder}/trailing`)
  execFileSync('mkfifo', [`${folder}/fifo`])
  const before = readdirSync(folder).sort()
  for (const [name, line] of invalidNames) failsToOpen(t, `${folder}/${name}`, line)
  failsToOpen(t, '/dev/null', 'not a regular file; choose another file with --database')
  for (const name of ['missing/x.db', 'missing/new/.'])
    failsToOpen(t, `${folder}/${name}`, `the folder ${folder}/${dirname(name)} does not exist; create it first`)
  failsToOpen(t, `${folder}/dangling`, `the folder ${folder}/missing does not exist; create it first`)
  const trailing = `${folder}/trailing (${folder}/x.db )`
  const line = `${trailing}: the name ends with white space; choose another name with --database`
  t.equal(
    usageErrorOf(() => open(t, `${folder}/trailing`)),
    line,
  )
  t.strictSame(readdirSync(folder).sort(), before)
})

t.test('a path that is too long for SQLite is rejected, and nothing is created', async t => {
  let folder = t.testdir()
  while (folder.length < 400) folder = join(folder, 'x'.repeat(50))
  mkdirSync(folder, { recursive: true })
  const name = (length: number) => `${folder}/${'x'.repeat(length - folder.length - 1)}`
  failsToOpen(t, name(505), 'the path is too long for SQLite; choose a shorter path with --database')
  t.strictSame(readdirSync(folder), [])
  t.equal(open(t, name(504)).resumedSeed, null)
})

t.test('a database is not created if the name of its log is taken', async t => {
  const folder = t.testdir({ 'x.db-wal': {}, 'y.db-journal': {} })
  symlinkSync('somewhere', `${folder}/z.db-wal`)
  const line = (log: string) =>
    `its log ${folder}/${log} is not a regular file; remove it, or choose another file with --database`
  failsToOpen(t, `${folder}/x.db`, line('x.db-wal'))
  failsToOpen(t, `${folder}/y.db`, line('y.db-journal'))
  failsToOpen(t, `${folder}/z.db`, line('z.db-wal'))
  t.strictSame(readdirSync(folder).sort(), ['x.db-wal', 'y.db-journal', 'z.db-wal'])
})

t.test('names with a special meaning in SQLite are ordinary file names', async t => {
  const folder = t.testdir()
  for (const name of [' x.db', 'file:x.db?mode=memory', ':memory:', '%20', "it's.db", 'é\n☎.db', '-wal', '..x']) {
    const { store } = open(t, `${folder}/${name}`)
    await store.change({}, () => ({ write: [{ ...free, assignment: trunk }], result: null }))
    t.ok(statSync(`${folder}/${name}-wal`).size > 0, name)
    await store.close()
    t.strictSame(await open(t, `${folder}/${name}`).store.findNumber(free.e164), { ...free, assignment: trunk }, name)
  }
  t.notOk(existsSync(`${folder}/x.db`))
})

t.test('locate does not release the lock of an open database', async t => {
  const file = `${t.testdir()}/sandbox.db`
  open(t, file)
  t.strictSame(locate(file), { path: file, displayName: file })
  t.match((await openInOtherProcess(t, file)).said, 'in use by another process')
})

t.test('a new database does not read an old log with the same name', async t => {
  const file = `${t.testdir()}/sandbox.db`
  const old = new SQLite(file)
  old.pragma('journal_mode = WAL')
  old.exec('CREATE TABLE letters (friend TEXT)')
  const log = readFileSync(`${file}-wal`)
  old.close()
  writeFileSync(`${t.testdirName}/new.db-wal`, log)
  t.equal(open(t, `${t.testdirName}/new.db`).resumedSeed, null)
})
