import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import { UsageError } from '../base/usage-error.ts'
import type { DatabaseFile } from './database-file.ts'
import { locate, makeFolder } from './database-file.ts'
import { defaultFile } from './default-file.ts'
import { explain, openFile, removeFile } from './file.ts'
import type { InitialSeed, Progress } from './initial-seed.ts'
import { findInitialSeed, insertAdditions, insertInitialSeed } from './initial-seed.ts'
import { migrate } from './migration.ts'
import { assertNotRescued } from './rescue.ts'
import type { Seed } from './seed.ts'
import { differences } from './seed-difference.ts'
import { SqliteStore } from './sqlite.ts'
import type { Store } from './store.ts'
import type { Sync } from './write-ahead-log.ts'
import { WriteAheadLog } from './write-ahead-log.ts'

export interface SqliteOptions {
  readonly file: string
  /** Delete an existing file first. */
  readonly fresh: boolean
  /** The initial seed of a new file. */
  readonly seed: { readonly name: string; read(): Seed }
  /** The user named the seed: throw a `UsageError` if an existing file was created with a different one. */
  readonly isSeedExplicit: boolean
  /** Rows to add if they do not exist yet, also to an existing file. */
  readonly additions: Seed
  /**
   * Called after a failed sync, or when the files were removed, renamed or replaced. Nothing can be saved after that:
   * the process should exit.
   */
  readonly onStorageFailure: (error: Error) => void
  readonly sync?: Sync | undefined
  /** The maximum size of the file, in pages of 4,096 bytes. */
  readonly maxPages?: number | undefined
  /** Called with a line of text that shows the progress of inserting a large initial seed. */
  readonly onProgress?: Progress | undefined
}

/**
 * Opens or creates a database. `resumedSeed` is the name of the seed that an existing database was created with; null
 * if the database is new. Throws a `UsageError` if the file cannot be used.
 */
export function openSqlite(options: SqliteOptions): { store: Store; resumedSeed: string | null } {
  if (options.file === defaultFile) makeDefaultFolder()
  const file = locate(options.file)
  if (options.fresh) removeFile(file)
  else assertNotRescued(file)
  const db = openFile(file, options.maxPages)
  let log: WriteAheadLog | undefined
  try {
    log = new WriteAheadLog(db, options.onStorageFailure, options.sync)
    migrate(db)
    const resumedSeed = applySeed(db, file, options)
    insertAdditions(db, options.additions)
    // Needed before the first write: otherwise the server could not recover from a full disk by itself.
    db.pragma('wal_checkpoint(TRUNCATE)')
    return { store: new SqliteStore(db, log), resumedSeed }
  } catch (error) {
    log?.close()
    db.close()
    throw explain(file.displayName, error)
  }
}

/** Inserts the seed into a new database and returns null. Otherwise returns the name of the initial seed. */
function applySeed(
  db: Database,
  { displayName }: DatabaseFile,
  { seed, isSeedExplicit, onProgress }: SqliteOptions,
): string | null {
  const initialSeed = findInitialSeed(db)
  if (initialSeed === undefined) {
    insertInitialSeed(db, seed.name, seed.read(), onProgress)
    return null
  }
  if (isSeedExplicit)
    assertSameSeed(displayName, initialSeed, seed.name, differences(db, seed.read(), initialSeed.checksum))
  return initialSeed.name
}

/** Throws a `UsageError` if there are differences. The message lists them only if both seeds have the same name. */
function assertSameSeed(
  displayName: string,
  initialSeed: InitialSeed,
  name: string,
  differences: readonly string[],
): void {
  if (differences.length === 0) return
  const more = differences.length > 3 ? [`${differences.length - 3} more`] : []
  const list = [...differences.slice(0, 3), ...more].join('; ')
  const difference = name === initialSeed.name ? `which has changed since (${list})` : `not with "${name}"`
  throw new UsageError(
    `${displayName}: created with seed "${initialSeed.name}", ${difference}; start over with --fresh`,
  )
}

function makeDefaultFolder(): void {
  const folder = dirname(defaultFile)
  try {
    makeFolder(folder)
  } catch (error) {
    throw new UsageError(
      `${folder}: cannot be created (${(error as Error).message}); choose a file in another folder with --database`,
    )
  }
}
