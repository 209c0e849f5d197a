import type { Stats } from 'node:fs'
import { lstatSync, mkdirSync, readlinkSync, realpathSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve, sep } from 'node:path'
import { UsageError } from '../base/usage-error.ts'

/** A database file, which may not exist yet. */
export interface DatabaseFile {
  /** Absolute, symlinks resolved. SQLite creates its log next to the real file, so everything uses this path. */
  readonly path: string
  /** What messages call it: the name that the user gave, with the path where a symlink leads elsewhere. */
  readonly shown: string
}

/** In bytes. SQLite appends `-journal`, and takes 512 bytes for a path and the system 255 for a name. */
const longest = { path: 512 - '-journal'.length, name: 255 - '-journal'.length }

/**
 * Resolves the name of a database file, once for all its uses. Throws a `Mistake` if no database can be there. Never
 * opens the file: closing it again would drop the locks that SQLite holds in this process.
 */
export function locate(name: string): DatabaseFile {
  const path = realPath(name)
  const shown = path === resolve(name) ? name : `${name} (${path})`
  // better-sqlite3 trims the path that it is given, and would open another file.
  if (path !== path.trim())
    throw new UsageError(`${shown}: the name ends in white space; choose another with --database`)
  if (Buffer.byteLength(path) > longest.path || Buffer.byteLength(basename(path)) > longest.name)
    throw new UsageError(`${shown}: the path is too long for SQLite; choose a shorter one with --database`)
  const found = statOf(path)
  if (found?.isDirectory()) throw isFolder(shown)
  if (found?.isFile() === false) throw new UsageError(`${shown}: not a regular file; name another with --database`)
  if (found !== undefined && found.nlink > 1) {
    // Each name would have a log of its own: what is in the log of one is missing under the other.
    const links = `the file has ${found.nlink} hard links, and its log belongs to only one of them`
    throw new UsageError(`${shown}: ${links}; remove the others, or name another file with --database`)
  }
  for (const log of [`${path}-wal`, `${path}-journal`]) {
    if (statOf(log)?.isFile() === false)
      throw new UsageError(`${shown}: its log ${log} is not a regular file; remove it, or name another with --database`)
  }
  return { path, shown }
}

/** Creates a folder with a `.gitignore` for all that is in it; leaves one that exists as it is. */
export function makeFolder(folder: string): void {
  if (mkdirSync(folder, { recursive: true }) !== undefined) writeFileSync(join(folder, '.gitignore'), '*\n')
}

/** Follows symlinks, also one to a file that does not exist yet. */
function realPath(name: string): string {
  if (name.endsWith('/') || name.endsWith(sep)) throw isFolder(name)
  let at = name
  for (;;) {
    const existing = realPathOf(name, at)
    if (existing !== null) return existing
    const folder = realPathOf(name, dirname(at))
    if (folder === null) throw new UsageError(`${name}: there is no folder ${dirname(at)}; make it first`)
    const path = join(folder, basename(at))
    if (statOf(path) === undefined) return path
    at = resolve(folder, readlinkSync(path))
  }
}

/** Null where nothing is. */
function realPathOf(name: string, path: string): string | null {
  try {
    return realpathSync.native(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return null
    throw new UsageError(`${name}: cannot be reached (${code}); name another file with --database`)
  }
}

function statOf(path: string): Stats | undefined {
  return lstatSync(path, { throwIfNoEntry: false })
}

function isFolder(shown: string): UsageError {
  return new UsageError(`${shown}: a folder; name a file in it with --database`)
}
