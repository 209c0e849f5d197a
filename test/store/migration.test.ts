import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { Database } from 'better-sqlite3'
import type { Test } from 'tap'
import t from 'tap'
import { locate } from '../../src/store/database-file.ts'
import { openFile } from '../../src/store/file.ts'
import { findInitialSeed } from '../../src/store/initial-seed.ts'
import { migrate } from '../../src/store/migration.ts'
import { usageErrorOf } from './usage-error.ts'

const people = 'CREATE TABLE people (name TEXT)'
const cities = "CREATE TABLE cities (name TEXT); INSERT INTO cities VALUES ('Rome')"

/** A new database file, and a folder with these migrations. */
function prepare(t: Test, migrations: Record<string, string>): { db: Database; folder: URL } {
  const directory = t.testdir({ migrations })
  const db = openFile(locate(`${directory}/sandbox.db`))
  t.teardown(() => db.close())
  return { db, folder: pathToFileURL(`${directory}/migrations/`) }
}

function tables(db: Database): unknown[] {
  return db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").pluck().all()
}

t.test('migrations are applied in the order of their names, each of them once', async t => {
  const rename = 'ALTER TABLE people RENAME TO persons'
  const { db, folder } = prepare(t, { '0003_rename.sql': rename, '0001_people.sql': people, '0002_cities.sql': cities })
  migrate(db, folder)
  t.strictSame(tables(db), ['cities', 'migrations', 'persons'])
  migrate(db, folder)
  t.strictSame(db.prepare('SELECT name FROM cities').pluck().all(), ['Rome'])
  const names = db.prepare('SELECT name FROM migrations ORDER BY name').pluck().all()
  t.strictSame(names, ['0001_people.sql', '0002_cities.sql', '0003_rename.sql'])
})

t.test('a database of an older version gets the new migrations and keeps its data', async t => {
  const { db, folder } = prepare(t, { '0001_people.sql': people })
  migrate(db, folder)
  db.exec("INSERT INTO people VALUES ('Ada')")
  writeFileSync(new URL('0002_cities.sql', folder), cities)
  migrate(db, folder)
  t.strictSame(tables(db), ['cities', 'migrations', 'people'])
  t.strictSame(db.prepare('SELECT name FROM people').pluck().all(), ['Ada'])
})

t.test('a database of a newer version is rejected', async t => {
  const { db, folder } = prepare(t, { '0001_people.sql': people, '0002_cities.sql': cities })
  migrate(db, folder)
  const older = pathToFileURL(`${t.testdir({ '0001_people.sql': people })}/`)
  const line = 'created by a newer version (0002_cities.sql); update tryvox-sandbox, or start over with --fresh'
  t.equal(
    usageErrorOf(() => migrate(db, older)),
    `${db.name}: ${line}`,
  )
})

t.test('the line endings of a migration file do not matter', async t => {
  const lines = `${people};\n-- of Rome\n${cities}\n`
  const { db, folder } = prepare(t, { '0001_people.sql': lines })
  migrate(db, folder)
  for (const text of [lines.replaceAll('\n', '\r\n'), lines]) {
    writeFileSync(new URL('0001_people.sql', folder), text)
    migrate(db, folder)
  }
  writeFileSync(new URL('0001_people.sql', folder), lines.replaceAll('\n', '\r\n'))
  const other = openFile(locate(`${t.testdirName}/other.db`))
  t.teardown(() => other.close())
  migrate(other, folder)
  const appliedTo = (each: Database) => each.prepare('SELECT name, checksum FROM migrations').all()
  t.strictSame(appliedTo(other), appliedTo(db))
})

t.test('a database with a different version of a migration is rejected', async t => {
  const { db, folder } = prepare(t, { '0001_people.sql': people })
  migrate(db, folder)
  writeFileSync(new URL('0001_people.sql', folder), `${people} STRICT`)
  const line = 'created by another build (0001_people.sql has changed since); start over with --fresh'
  t.equal(
    usageErrorOf(() => migrate(db, folder)),
    `${db.name}: ${line}`,
  )
})

t.test('a failed migration is rolled back; the migrations before it stay', async t => {
  const broken = `${cities}; CREATE TABLE people (name TEXT)`
  const { db, folder } = prepare(t, { '0001_people.sql': people, '0002_broken.sql': broken })
  t.throws(() => migrate(db, folder), { code: 'SQLITE_ERROR' })
  t.strictSame(tables(db), ['migrations', 'people'])
  writeFileSync(new URL('0002_broken.sql', folder), cities)
  migrate(db, folder)
  t.strictSame(tables(db), ['cities', 'migrations', 'people'])
})

t.test('the migrations of the package create the schema', async t => {
  const { db } = prepare(t, {})
  migrate(db)
  const names = ['accounts', 'applications', 'initial_seed', 'keys', 'migrations', 'numbers', 'seed', 'trunks']
  t.strictSame(tables(db), names)
})

t.test('a database of the previous schema keeps its initial seed', async t => {
  const own = new URL('../../migrations/', import.meta.url)
  const previous = readdirSync(own).filter(name => name < '0003')
  const entries = previous.map(name => [name, readFileSync(new URL(name, own), 'utf8')])
  const { db, folder } = prepare(t, Object.fromEntries(entries))
  migrate(db, folder)
  db.exec("INSERT INTO planted (only, name, checksum) VALUES (1, 'demo', 'sum')")
  migrate(db)
  t.strictSame({ ...findInitialSeed(db) }, { name: 'demo', checksum: 'sum' })
})
