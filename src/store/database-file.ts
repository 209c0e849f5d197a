import type { Stats } from 'node:fs'
import { lstatSync, mkdirSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { UsageError } from '../base/usage-error.ts'

/** The location of a database file. The file need not exist yet. */
export interface DatabaseFile {
  /** Absolute, with symlinks resolved: SQLite creates its log next to the real file. */
  readonly path: string
  /** The name for messages: as the user gave it, followed by the real path if that differs. */
  readonly displayName: string
}

/**
 * In bytes. SQLite limits a path to 512 bytes and the system a file name to 255, each including the suffix `-journal`.
 */
const maxBytes = { path: 512 - '-journal'.length, name: 255 - '-journal'.length }

/**
 * Resolves and checks the name of a database file. Throws a `UsageError` if no database can be there. Never opens the
 * file: closing it would drop the locks that SQLite holds in this process.
 */
export function locate(name: string): DatabaseFile {
  const path = realPath(name)
  const displayName = path === resolve(name) ? name : `${name} (${path})`
  // better-sqlite3 trims the path, and would open another file.
  if (path !== path.trim())
    throw new UsageError(`${displayName}: the name ends with white space; choose another name with --database`)
  if (Buffer.byteLength(path) > maxBytes.path || Buffer.byteLength(basename(path)) > maxBytes.name)
    throw new UsageError(`${displayName}: the path is too long for SQLite; choose a shorter path with --database`)
  const stats = statOf(path)
  if (stats?.isDirectory()) throw folderError(displayName)
  if (stats?.isFile() === false)
    throw new UsageError(`${displayName}: not a regular file; choose another file with --database`)
  if (stats !== undefined && stats.nlink > 1) {
    // SQLite creates one log per name: commits in the log of one name would be missing under another.
    const links = `the file has ${stats.nlink} hard links, and its log belongs to only one of them`
    throw new UsageError(`${displayName}: ${links}; remove the other links, or choose another file with --database`)
  }
  for (const log of [`${path}-wal`, `${path}-journal`]) {
    if (statOf(log)?.isFile() === false)
      throw new UsageError(
        `${displayName}: its log ${log} is not a regular file; remove it, or choose another file with --database`,
      )
  }
  return { path, displayName }
}

/** Creates a folder with a `.gitignore` that ignores its content. Does not change an existing folder. */
export function makeFolder(folder: string): void {
  if (mkdirSync(folder, { recursive: true }) !== undefined) writeFileSync(join(folder, '.gitignore'), '*\n')
}

/** Resolves symlinks, including one to a file that does not exist yet. */
function realPath(name: string): string {
  if (name.endsWith('/') || name.endsWith(sep)) throw folderError(name)
  let current = name
  for (;;) {
    const existing = realPathOf(name, current)
    if (existing !== null) return existing
    const folder = realPathOf(name, dirname(current))
    if (folder === null) throw new UsageError(`${name}: the folder ${dirname(current)} does not exist; create it first`)
    const path = join(folder, basename(current))
    if (statOf(path) === undefined) return path
    current = resolve(folder, readlinkSync(path))
  }
}

/** Null if the path does not exist. */
function realPathOf(name: string, path: string): string | null {
  try {
    return realpathSync.native(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    throw new UsageError(`${name}: cannot be accessed (${code}); choose another file with --database`)
  }
}

function statOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false })
}

function folderError(displayName: string): UsageError {
  return new UsageError(`${displayName}: a folder; choose a file in it with --database`)
}
