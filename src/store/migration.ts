import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { UsageError } from '../base/usage-error.ts'

const ownMigrations = new URL('../../migrations/', import.meta.url)

interface Migration {
  readonly name: string
  readonly checksum: string
}

/**
 * Brings the schema up to date. Runs each new numbered SQL file in its own transaction and records its name and
 * checksum. Throws a `UsageError` if the database has a migration that is unknown or that has changed since.
 */
export function migrate(db: Database, folder: URL = ownMigrations): void {
  db.exec('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, checksum TEXT NOT NULL) STRICT, WITHOUT ROWID')
  const names = readdirSync(folder).sort()
  const applied = db.prepare<[], Migration>('SELECT name, checksum FROM migrations').all()
  for (const { name } of applied) {
    if (!names.includes(name)) {
      throw new UsageError(
        `${db.name}: created by a newer version (${name}); update tryvox-sandbox, or start over with --fresh`,
      )
    }
  }
  for (const name of names) apply(db, applied, name, readSql(new URL(name, folder)))
}

/** Reads a file with CRLF converted to LF: the checksum must not depend on the line endings of a Git checkout. */
function readSql(file: URL): string {
  return readFileSync(file, 'utf8').replaceAll('\r\n', '\n')
}

function apply(db: Database, applied: readonly Migration[], name: string, sql: string): void {
  const checksum = createHash('sha256').update(sql).digest('hex')
  const earlier = applied.find(migration => migration.name === name)
  if (earlier?.checksum === checksum) return
  if (earlier !== undefined) {
    throw new UsageError(`${db.name}: created by another build (${name} has changed since); start over with --fresh`)
  }
  db.transaction(() => {
    db.exec(sql)
    db.prepare('INSERT INTO migrations (name, checksum) VALUES (?, ?)').run(name, checksum)
  })()
}
