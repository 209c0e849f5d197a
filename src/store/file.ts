import { existsSync, rmSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import SQLite from 'better-sqlite3'
import { UsageError } from '../base/usage-error.ts'
import type { DatabaseFile } from './database-file.ts'
import { findRescued } from './rescue.ts'

/** Marks a SQLite file as ours, so that no one else's is ever touched ("TRYV"). */
const applicationId = 0x54525956

/**
 * A connection to `file` that shuts out every other process until it is closed. `pages` limits the file's size, in
 * pages of 4,096 bytes. Refuses with a `Mistake` a file that cannot be used, and leaves it as it was.
 */
export function openFile({ path, shown }: DatabaseFile, pages?: number): Database {
  let db: Database | undefined
  try {
    // Waiting for another process would stop the event loop, and it keeps the file as long as it runs.
    db = new SQLite(path, { timeout: 0 })
    db.pragma('locking_mode = EXCLUSIVE')
    mustBeOurs(db, shown)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma('foreign_keys = ON')
    // The automatic one's failed sync is swallowed by COMMIT; see `WriteAheadLog`.
    db.pragma('wal_autocheckpoint = 0')
    if (pages !== undefined) db.pragma(`max_page_count = ${pages}`)
    db.pragma(`application_id = ${applicationId}`)
    return db
  } catch (error) {
    db?.close()
    throw explain(shown, error)
  }
}

/** Removes the database in `file` and its rescued copies, if it is ours and not in use. */
export function removeFile(file: DatabaseFile): void {
  const { path } = file
  if (existsSync(path)) openFile(file).close()
  for (const each of [path, `${path}-wal`, ...findRescued(path)]) rmSync(each, { force: true })
}

/** The line for what SQLite says of a file, and what to do; an error of another kind comes back as it is. */
export function explain(shown: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reason = reasons.find(([start]) => code.startsWith(start))?.[1]
  return reason === undefined ? error : new UsageError(`${shown}: ${reason}`)
}

const reasons = [
  ['SQLITE_BUSY', 'in use by another process; stop that one, or name another file or memory with --database'],
  ['SQLITE_NOTADB', 'not a database; name another file with --database'],
  ['SQLITE_READONLY', 'cannot be written; make the file and its folder writable, or use --database memory'],
  ['SQLITE_CANTOPEN', 'cannot be opened; make the file and its folder writable, or use --database memory'],
  ['SQLITE_FULL', 'the disk is full; make room, or name another file with --database'],
  // What can only be read cannot be locked either.
  ['SQLITE_IOERR_LOCK', 'cannot be locked; make the file writable, or name one on a local disk with --database'],
  ['SQLITE_IOERR', 'the disk cannot be read or written; name another file with --database'],
  ['SQLITE_CORRUPT', 'damaged; remove it to start over, or name another file with --database'],
] as const

function mustBeOurs(db: Database, shown: string): void {
  const marked = db.pragma('application_id', { simple: true })
  const empty = db.prepare('SELECT 1 FROM sqlite_schema').get() === undefined
  if (marked !== applicationId && !(marked === 0 && empty)) {
    throw new UsageError(`${shown}: a database of another program; name another file with --database`)
  }
}
