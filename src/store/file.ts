import { existsSync, rmSync } from 'node:fs'
import type { Database } from 'better-sqlite3'
import SQLite from 'better-sqlite3'
import { UsageError } from '../base/usage-error.ts'
import type { DatabaseFile } from './database-file.ts'
import { findRescued } from './rescue.ts'

/** The SQLite application id of a sandbox database ("TRYV"). Databases of other programs are never changed. */
const applicationId = 0x54525956

/**
 * Opens a connection that locks the file against other processes until it is closed. `maxPages` limits the size of the
 * file, in pages of 4,096 bytes. If the file cannot be used, throws a `UsageError` and does not change the file.
 */
export function openFile({ path, displayName }: DatabaseFile, maxPages?: number): Database {
  let db: Database | undefined
  try {
    // No waiting for a lock: it would block the event loop, and a server keeps its lock as long as it runs.
    db = new SQLite(path, { timeout: 0 })
    db.pragma('locking_mode = EXCLUSIVE')
    assertOwnDatabase(db, displayName)
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma('foreign_keys = ON')
    // COMMIT would hide a failed sync of an automatic checkpoint. `WriteAheadLog` runs checkpoints instead.
    db.pragma('wal_autocheckpoint = 0')
    if (maxPages !== undefined) db.pragma(`max_page_count = ${maxPages}`)
    db.pragma(`application_id = ${applicationId}`)
    return db
  } catch (error) {
    db?.close()
    throw explain(displayName, error)
  }
}

/** Removes a database and its rescued copies. Throws a `UsageError` if the file is in use or not a sandbox database. */
export function removeFile(file: DatabaseFile): void {
  const { path } = file
  if (existsSync(path)) openFile(file).close()
  for (const each of [path, `${path}-wal`, ...findRescued(path)]) rmSync(each, { force: true })
}

/** Converts a SQLite error to a `UsageError` that says what to do. Returns any other error unchanged. */
export function explain(displayName: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reason = reasons.find(([start]) => code.startsWith(start))?.[1]
  return reason === undefined ? error : new UsageError(`${displayName}: ${reason}`)
}

const reasons = [
  ['SQLITE_BUSY', 'in use by another process; stop that process, or choose another file or memory with --database'],
  ['SQLITE_NOTADB', 'not a database; choose another file with --database'],
  ['SQLITE_READONLY', 'cannot be written; make the file and its folder writable, or use --database memory'],
  ['SQLITE_CANTOPEN', 'cannot be opened; make the file and its folder writable, or use --database memory'],
  ['SQLITE_FULL', 'the disk is full; free some space, or choose another file with --database'],
  // A read-only file cannot be locked either.
  ['SQLITE_IOERR_LOCK', 'cannot be locked; make the file writable, or choose one on a local disk with --database'],
  ['SQLITE_IOERR', 'the disk cannot be read or written; choose another file with --database'],
  ['SQLITE_CORRUPT', 'damaged; remove it to start over, or choose another file with --database'],
] as const

function assertOwnDatabase(db: Database, displayName: string): void {
  const id = db.pragma('application_id', { simple: true })
  const isEmpty = db.prepare('SELECT 1 FROM sqlite_schema').get() === undefined
  if (id !== applicationId && !(id === 0 && isEmpty)) {
    throw new UsageError(`${displayName}: a database of another program; choose another file with --database`)
  }
}
