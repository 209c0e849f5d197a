import { closeSync, existsSync, fsyncSync, mkdtempSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { dateNow } from '../base/timers.ts'
import { UsageError } from '../base/usage-error.ts'
import type { DatabaseFile } from './database-file.ts'
import { makeFolder } from './database-file.ts'
import type { FileWatch } from './file-watch.ts'

/** The database or its log was removed, renamed or replaced while in use. The message says where the state is now. */
export class DatabaseMoved extends UsageError {}

/**
 * Saves the state of an open database after its file or its log was removed, renamed or replaced. SQLite can still read
 * the open files, but nothing else can find them. Never throws: the returned error says whether the rescue succeeded.
 */
export function rescue(db: Database, watch: FileWatch): DatabaseMoved {
  const [path, log] = [db.name, `${db.name}-wal`]
  const isInPlace = watch.isInPlace(path)
  const event = `${isInPlace ? log : path} was removed, renamed or replaced while in use`
  try {
    // Uncommitted changes are not part of the state, and VACUUM INTO fails inside a transaction.
    if (db.inTransaction) db.exec('ROLLBACK')
    // Moves the whole log into the database file, also if that was renamed. Fails on a full disk; a copy can still
    // succeed.
    const isComplete = checkpoint(db)
    const rescued = isComplete && isInPlace ? null : copy(db)
    // SQLite would apply a leftover log to the next database at this path. Keeps a log that is now another server's.
    if (isInPlace || watch.isInPlace(log)) rmSync(log, { force: true })
    return new DatabaseMoved(
      rescued === null ? `${event}; the state is in ${path}` : `${event}; the state was rescued to ${rescued}`,
    )
  } catch (error) {
    return new DatabaseMoved(`${event}, and the state could not be rescued (${(error as Error).message})`)
  }
}

/** The files with a rescued state of this database, oldest first. */
export function findRescued(path: string): string[] {
  const prefix = `${basename(path)}.rescued-`
  const names = readdirSync(dirname(path)).filter(name => name.startsWith(prefix))
  const rescued = names.filter(name => /^\d{8}T\d{6}\.\d{3}Z$/.test(name.slice(prefix.length)))
  return rescued.sort().map(name => join(dirname(path), name))
}

/**
 * Throws a `UsageError` if there is a rescued state next to the database: the server would otherwise start without that
 * state, and the user would not notice.
 */
export function assertNotRescued({ path, displayName }: DatabaseFile): void {
  const rescued = findRescued(path)
  if (rescued.length === 0) return
  const which = rescued.length === 1 ? 'it' : 'one of them'
  const log = existsSync(`${path}-wal`) ? `remove ${path}-wal and ` : ''
  throw new UsageError(
    `${displayName}: its state was rescued to ${rescued.join(', ')}; ${log}move ${which} to ${path}, or start over with --fresh`,
  )
}

/** Whether the complete log was moved into the database file. */
function checkpoint(db: Database): boolean {
  try {
    const [{ busy }] = db.pragma('wal_checkpoint(TRUNCATE)') as [{ busy: number }]
    return busy === 0
  } catch {
    return false
  }
}

/**
 * Copies the database next to its file or, if that fails, into a new temporary folder. Returns the path of the copy.
 */
function copy(db: Database): string {
  const suffix = `.rescued-${new Date(dateNow()).toISOString().replace(/[-:]/g, '')}`
  try {
    makeFolder(dirname(db.name))
    return copyTo(db, `${db.name}${suffix}`)
  } catch {
    return copyTo(db, join(mkdtempSync(join(tmpdir(), 'tryvox-sandbox-')), `sandbox.db${suffix}`))
  }
}

/** Writes the copy under a temporary name first: `file` exists only once the copy is complete and on disk. */
function copyTo(db: Database, file: string): string {
  const temporary = `${file}.part`
  try {
    db.prepare('VACUUM INTO ?').run(temporary)
    sync(temporary)
    renameSync(temporary, file)
    sync(dirname(file))
    return file
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  }
}

function sync(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
