import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import SQLite from 'better-sqlite3'
import { Mistake } from '../base/mistake.ts'
import { defaultFile } from './default-file.ts'

/** Marks a SQLite file as ours, so that no one else's is ever touched ("TRYV"). */
const applicationId = 0x54525956

/**
 * A connection to `file` that shuts out every other process until it is closed. `pages` limits the file's size, in
 * pages of 4,096 bytes. Refuses with a `Mistake` a file that cannot be used, and leaves it as it was.
 */
export function openFile(file: string, pages?: number): Database {
  if (file === defaultFile) makeFolder(dirname(file))
  if (!existsSync(dirname(file))) throw new Mistake(`${file}: there is no folder ${dirname(file)}; make it first`)
  if (isFolder(file)) {
    throw new Mistake(`${file}: a folder; name a file in it with --database`)
  }
  let db: Database | undefined
  try {
    // Waiting for another process would stop the event loop, and it keeps the file as long as it runs.
    db = new SQLite(file, { timeout: 0 })
    db.pragma('locking_mode = EXCLUSIVE')
    mustBeOurs(db)
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
    throw explain(file, error)
  }
}

/** Removes the state in `file`, if it is ours and nobody uses it. */
export function removeFile(file: string): void {
  if (!existsSync(file)) return
  openFile(file).close()
  for (const each of [file, `${file}-wal`]) rmSync(each, { force: true })
}

/** The line for what SQLite says of a file, and what to do; an error of another kind comes back as it is. */
export function explain(file: string, error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reason = reasons.find(([start]) => code.startsWith(start))?.[1]
  return reason === undefined ? error : new Mistake(`${file}: ${reason}`)
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

function mustBeOurs(db: Database): void {
  const marked = db.pragma('application_id', { simple: true })
  const empty = db.prepare('SELECT 1 FROM sqlite_schema').get() === undefined
  if (marked !== applicationId && !(marked === 0 && empty)) {
    throw new Mistake(`${db.name}: a database of another program; name another file with --database`)
  }
}

/** What cannot even be looked at is told by SQLite, in its own time. */
function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

/** It ignores itself, so that it dirties no repository. */
function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(`${folder}/.gitignore`, '*\n')
  } catch (error) {
    throw new Mistake(`${folder}: cannot be made (${(error as Error).message}); name a file elsewhere with --database`)
  }
}
