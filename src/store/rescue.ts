import { closeSync, existsSync, fsyncSync, mkdtempSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import type { Database } from 'better-sqlite3'
import { dateNow } from '../base/timers.ts'
import { UsageError } from '../base/usage-error.ts'
import type { DatabaseFile } from './database-file.ts'
import { makeFolder } from './database-file.ts'
import type { FileWatch } from './file-watch.ts'

/** The database or its log was removed, renamed or replaced while in use. Its message says where the state is now. */
export class DatabaseMoved extends UsageError {}

/**
 * Saves the state of an open database whose file or log is no longer in place: SQLite still reads them, but nobody will
 * find them again. Never throws; the error it returns says how it went.
 */
export function rescue(db: Database, watch: FileWatch): DatabaseMoved {
  const [path, log] = [db.name, `${db.name}-wal`]
  const isInPlace = watch.isInPlace(path)
  const what = `${isInPlace ? log : path} was removed, renamed or replaced while in use`
  try {
    // What a long transaction has not committed is no part of the state, and would keep it from being copied.
    if (db.inTransaction) db.exec('ROLLBACK')
    // Completes the file, also where it was renamed. A full disk is no obstacle to a copy elsewhere.
    const isComplete = checkpoint(db)
    const rescued = isComplete && isInPlace ? null : copy(db)
    // SQLite would read an old log into the file that takes this path next. It may be another server's by now.
    if (isInPlace || watch.isInPlace(log)) rmSync(log, { force: true })
    return new DatabaseMoved(
      rescued === null ? `${what}; the state is in ${path}` : `${what}; the state was rescued to ${rescued}`,
    )
  } catch (error) {
    return new DatabaseMoved(`${what}, and the state could not be rescued (${(error as Error).message})`)
  }
}

/** The files that hold a rescued state of this database, oldest first. */
export function findRescued(path: string): string[] {
  const prefix = `${basename(path)}.rescued-`
  const names = readdirSync(dirname(path)).filter(name => name.startsWith(prefix))
  const rescued = names.filter(name => /^\d{8}T\d{6}\.\d{3}Z$/.test(name.slice(prefix.length)))
  return rescued.sort().map(name => join(dirname(path), name))
}

/** Throws a `Mistake` as long as a rescued state lies beside the database: to start would leave it behind unseen. */
export function mustNotBeRescued({ path, shown }: DatabaseFile): void {
  const rescued = findRescued(path)
  if (rescued.length === 0) return
  const one = rescued.length === 1 ? 'it' : 'one of them'
  const log = existsSync(`${path}-wal`) ? `remove ${path}-wal and ` : ''
  throw new UsageError(
    `${shown}: its state was rescued to ${rescued.join(', ')}; ${log}move ${one} to ${path}, or start over with --fresh`,
  )
}

function checkpoint(db: Database): boolean {
  try {
    const [{ busy }] = db.pragma('wal_checkpoint(TRUNCATE)') as [{ busy: number }]
    return busy === 0
  } catch {
    return false
  }
}

/** A copy beside the file, or where that is not possible in a new temporary folder. */
function copy(db: Database): string {
  const suffix = `.rescued-${new Date(dateNow()).toISOString().replace(/[-:]/g, '')}`
  try {
    makeFolder(dirname(db.name))
    return copyTo(db, `${db.name}${suffix}`)
  } catch {
    return copyTo(db, join(mkdtempSync(join(tmpdir(), 'tryvox-sandbox-')), `sandbox.db${suffix}`))
  }
}

/** The name appears only when the copy is complete and on the disk. */
function copyTo(db: Database, file: string): string {
  const part = `${file}.part`
  try {
    db.prepare('VACUUM INTO ?').run(part)
    sync(part)
    renameSync(part, file)
    sync(dirname(file))
    return file
  } catch (error) {
    rmSync(part, { force: true })
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
