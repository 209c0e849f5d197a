import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import { UsageError } from '../base/usage-error.ts'

const shipped = new URL('../../migrations/', import.meta.url)

interface Migration {
  readonly name: string
  readonly checksum: string
}

/**
 * Brings the schema up to date, each numbered file in a transaction of its own, remembered with its checksum. Refuses a
 * file whose schema is not one that these migrations make.
 */
export function migrate(db: Database, folder: URL = shipped): void {
  db.exec('CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY, checksum TEXT NOT NULL) STRICT, WITHOUT ROWID')
  const names = readdirSync(folder).sort()
  const applied = db.prepare<[], Migration>('SELECT name, checksum FROM migrations').all()
  for (const { name } of applied) {
    if (!names.includes(name)) {
      throw new UsageError(
        `${db.name}: made by a newer version (${name}); update tryvox-sandbox, or start over with --fresh`,
      )
    }
  }
  for (const name of names) apply(db, applied, name, readSql(new URL(name, folder)))
}

/** With line feeds, whatever line endings a checkout made of them: the checksum depends on it. */
function readSql(file: URL): string {
  return readFileSync(file, 'utf8').replaceAll('\r\n', '\n')
}

function apply(db: Database, applied: readonly Migration[], name: string, sql: string): void {
  const checksum = createHash('sha256').update(sql).digest('hex')
  const before = applied.find(migration => migration.name === name)
  if (before?.checksum === checksum) return
  if (before !== undefined) {
    throw new UsageError(`${db.name}: made by another build (${name} has changed since); start over with --fresh`)
  }
  db.transaction(() => {
    db.exec(sql)
    db.prepare('INSERT INTO migrations (name, checksum) VALUES (?, ?)').run(name, checksum)
  })()
}
