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
import { planted, trunk } from './fixture.ts'
import { open, refuses } from './open.ts'
import { openElsewhere } from './spawn.ts'
import { mistakeOf } from './usage-error.ts'

const free = planted('+14155550001')
const other = 'name another file with --database'

/** A folder with a symlink to a database that does not exist yet, and an old log with the symlink's name. */
function linked(t: Test): { folder: string; link: string; real: string } {
  const folder = t.testdir({ data: {}, 'link.db-wal': 'an old log'.repeat(500) })
  symlinkSync('data/real.db', `${folder}/link.db`)
  return { folder, link: `${folder}/link.db`, real: `${folder}/data/real.db` }
}

t.test('after a power cut, a database opened through a symlink has every acknowledged change', async t => {
  const { folder, link, real } = linked(t)
  let synced = Buffer.alloc(0)
  // What is on the disk after a sync, as a power cut leaves it: nothing that was written later.
  const sync: Sync = (descriptor, done) => {
    synced = Buffer.alloc(fstatSync(descriptor).size)
    readSync(descriptor, synced, 0, synced.length, 0)
    done(null)
  }
  const { store } = open(t, link, { sync })
  const atOpen = readFileSync(real)
  await store.change({}, () => ({ write: [{ ...free, assignment: trunk }], answer: null }))
  mkdirSync(`${folder}/cut`)
  writeFileSync(`${folder}/cut/real.db`, atOpen)
  writeFileSync(`${folder}/cut/real.db-wal`, synced)
  const left = await open(t, `${folder}/cut/real.db`).store.findNumber(free.e164)
  t.strictSame(left, { ...free, assignment: trunk })
})

t.test('a symlink to a database writes nothing under its own name', async t => {
  const { folder, link, real } = linked(t)
  const before = readFileSync(`${link}-wal`)
  const { store } = open(t, link)
  await store.change({}, () => ({ write: [{ ...free, assignment: trunk }], answer: null }))
  t.strictSame(readdirSync(`${folder}/data`).sort(), ['real.db', 'real.db-wal'])
  await store.close()
  t.strictSame(readdirSync(`${folder}/data`), ['real.db'])
  t.ok(readFileSync(`${link}-wal`).equals(before))
  const again = open(t, real)
  t.equal(again.resumedSeed, 'namespace')
  t.strictSame(await again.store.findNumber(free.e164), { ...free, assignment: trunk })
})

t.test('starting over through a symlink removes the real file and its log, and keeps the symlink', async t => {
  const { folder, link, real } = linked(t)
  const other = open(t, link)
  await other.store.change({}, () => ({ write: [{ ...free, assignment: trunk }], answer: null }))
  await other.store.close()
  const { store, resumedSeed } = open(t, link, { fresh: true })
  t.equal(resumedSeed, null)
  t.strictSame(await store.findNumber(free.e164), free)
  t.equal(realpathSync(link), real)
  t.strictSame(readdirSync(folder).sort(), ['data', 'link.db', 'link.db-wal'])
})

t.test('a symlink and its target are one database: the second of two processes is rejected', async t => {
  const { link, real } = linked(t)
  const line = 'in use by another process; stop that one, or name another file or memory with --database'
  open(t, link)
  t.equal((await openElsewhere(t, real)).said, `Error: ${real}: ${line}`)
  t.equal((await openElsewhere(t, link)).said, `Error: ${link} (${real}): ${line}`)
})

t.test('symlinks are followed to the end, relative and absolute, in folders too', async t => {
  const folder = t.testdir({ data: {} })
  symlinkSync('data', `${folder}/folder`)
  symlinkSync('../first', `${folder}/data/second`)
  symlinkSync(`${folder}/folder/real.db`, `${folder}/first`)
  const path = `${folder}/data/real.db`
  for (const existing of [false, true]) {
    if (existing) writeFileSync(path, '')
    t.strictSame(locate(`${folder}/folder/second`), { path, shown: `${folder}/folder/second (${path})` })
    t.strictSame(locate(path), { path, shown: path })
  }
})

t.test('a relative name is shown as it was given', async t => {
  const before = process.cwd()
  process.chdir(t.testdir())
  t.teardown(() => process.chdir(before))
  t.strictSame(locate('x.db'), { path: `${t.testdirName}/x.db`, shown: 'x.db' })
})

t.test('a file with a second hard link is rejected: each name would have a log of its own', async t => {
  const file = `${t.testdir()}/sandbox.db`
  await open(t, file).store.close()
  linkSync(file, `${t.testdirName}/other.db`)
  const links = 'the file has 2 hard links, and its log belongs to only one of them'
  refuses(t, file, `${links}; remove the others, or name another file with --database`)
  t.strictSame(readdirSync(t.testdirName).sort(), ['other.db', 'sandbox.db'])
})

t.test('a process that has a database open excludes one that opens it by a new hard link', async t => {
  const file = `${t.testdir()}/sandbox.db`
  open(t, file)
  linkSync(file, `${t.testdirName}/other.db`)
  const { said } = await openElsewhere(t, `${t.testdirName}/other.db`)
  t.match(said, 'the file has 2 hard links')
})

/** Names that cannot be a database, below a folder that has these files. */
const unusable: [name: string, line: string][] = [
  ['folder', `a folder; name a file in it with --database`],
  ['folder/', `a folder; name a file in it with --database`],
  ['new/', `a folder; name a file in it with --database`],
  ['.', `a folder; name a file in it with --database`],
  ['folder/..', `a folder; name a file in it with --database`],
  ['text/x.db', `cannot be reached (ENOTDIR); ${other}`],
  ['loop', `cannot be reached (ELOOP); ${other}`],
  ['x\0.db', `cannot be reached (ERR_INVALID_ARG_VALUE); ${other}`],
  ['x'.repeat(300), `cannot be reached (ENAMETOOLONG); ${other}`],
  ['x'.repeat(248), 'the path is too long for SQLite; choose a shorter one with --database'],
  ['é'.repeat(124), 'the path is too long for SQLite; choose a shorter one with --database'],
  ['x.db ', 'the name ends in white space; choose another with --database'],
  [' :memory: ', 'the name ends in white space; choose another with --database'],
  ['x.db\n', 'the name ends in white space; choose another with --database'],
  ['x.db\u00a0', 'the name ends in white space; choose another with --database'],
  ['fifo', 'not a regular file; name another with --database'],
]

t.test('a name that cannot be a database is rejected, and nothing is created', async t => {
  const folder = t.testdir({ folder: {}, text: 'text' })
  symlinkSync('loop', `${folder}/loop`)
  symlinkSync('missing/x.db', `${folder}/dangling`)
  symlinkSync('x.db ', `${folder}/trailing`)
  execFileSync('mkfifo', [`${folder}/fifo`])
  const before = readdirSync(folder).sort()
  for (const [name, line] of unusable) refuses(t, `${folder}/${name}`, line)
  refuses(t, '/dev/null', 'not a regular file; name another with --database')
  for (const name of ['missing/x.db', 'missing/new/.'])
    refuses(t, `${folder}/${name}`, `there is no folder ${folder}/${dirname(name)}; make it first`)
  refuses(t, `${folder}/dangling`, `there is no folder ${folder}/missing; make it first`)
  const trailing = `${folder}/trailing (${folder}/x.db )`
  const line = `${trailing}: the name ends in white space; choose another with --database`
  t.equal(
    mistakeOf(() => open(t, `${folder}/trailing`)),
    line,
  )
  t.strictSame(readdirSync(folder).sort(), before)
})

t.test('a path that is too long for SQLite is rejected, and nothing is created', async t => {
  let folder = t.testdir()
  while (folder.length < 400) folder = join(folder, 'x'.repeat(50))
  mkdirSync(folder, { recursive: true })
  const name = (length: number) => `${folder}/${'x'.repeat(length - folder.length - 1)}`
  refuses(t, name(505), 'the path is too long for SQLite; choose a shorter one with --database')
  t.strictSame(readdirSync(folder), [])
  t.equal(open(t, name(504)).resumedSeed, null)
})

t.test('where something else has the name of the log, the database is rejected and not created', async t => {
  const folder = t.testdir({ 'x.db-wal': {}, 'y.db-journal': {} })
  symlinkSync('somewhere', `${folder}/z.db-wal`)
  const line = (log: string) =>
    `its log ${folder}/${log} is not a regular file; remove it, or name another with --database`
  refuses(t, `${folder}/x.db`, line('x.db-wal'))
  refuses(t, `${folder}/y.db`, line('y.db-journal'))
  refuses(t, `${folder}/z.db`, line('z.db-wal'))
  t.strictSame(readdirSync(folder).sort(), ['x.db-wal', 'y.db-journal', 'z.db-wal'])
})

t.test('a name that SQLite might take for another is the file of that name', async t => {
  const folder = t.testdir()
  for (const name of [' x.db', 'file:x.db?mode=memory', ':memory:', '%20', "it's.db", 'é\n☎.db', '-wal', '..x']) {
    const { store } = open(t, `${folder}/${name}`)
    await store.change({}, () => ({ write: [{ ...free, assignment: trunk }], answer: null }))
    t.ok(statSync(`${folder}/${name}-wal`).size > 0, name)
    await store.close()
    t.strictSame(await open(t, `${folder}/${name}`).store.findNumber(free.e164), { ...free, assignment: trunk }, name)
  }
  t.notOk(existsSync(`${folder}/x.db`))
})

t.test('looking at a database that this process has open leaves it locked', async t => {
  const file = `${t.testdir()}/sandbox.db`
  open(t, file)
  t.strictSame(locate(file), { path: file, shown: file })
  t.match((await openElsewhere(t, file)).said, 'in use by another process')
})

t.test('a log that an old file left is not read into a new one', async t => {
  const file = `${t.testdir()}/sandbox.db`
  const old = new SQLite(file)
  old.pragma('journal_mode = WAL')
  old.exec('CREATE TABLE letters (friend TEXT)')
  const log = readFileSync(`${file}-wal`)
  old.close()
  writeFileSync(`${t.testdirName}/new.db-wal`, log)
  t.equal(open(t, `${t.testdirName}/new.db`).resumedSeed, null)
})
