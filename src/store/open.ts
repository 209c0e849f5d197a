import { dirname } from 'node:path'
import type { Database } from 'better-sqlite3'
import { UsageError } from '../base/usage-error.ts'
import type { DatabaseFile } from './database-file.ts'
import { locate, makeFolder } from './database-file.ts'
import { defaultFile } from './default-file.ts'
import { explain, openFile, removeFile } from './file.ts'
import type { InitialSeed, Progress } from './initial-seed.ts'
import { add, findInitialSeed, insertInitialSeed } from './initial-seed.ts'
import { migrate } from './migration.ts'
import { mustNotBeRescued } from './rescue.ts'
import type { Seed } from './seed.ts'
import { differences } from './seed-difference.ts'
import { SqliteStore } from './sqlite.ts'
import type { Store } from './store.ts'
import type { Sync } from './write-ahead-log.ts'
import { WriteAheadLog } from './write-ahead-log.ts'

export interface SqliteOptions {
  readonly file: string
  /** Throw away what is in the file. */
  readonly fresh: boolean
  /** What a new file begins with. */
  readonly seed: { readonly name: string; read(): Seed }
  /** The seed was asked for by name: a file that began with another is refused. */
  readonly seedIsAsked: boolean
  /** To add where it is absent, to a file that was there before too. */
  readonly additions: Seed
  /** After a failed sync, or when the files are gone: nothing more can be promised, and the process should end. */
  readonly onLost: (error: Error) => void
  readonly sync?: Sync | undefined
  /** The file's limit, in pages of 4,096 bytes. */
  readonly pages?: number | undefined
  /** Told how far the planting of a large seed is. */
  readonly onProgress?: Progress | undefined
}

/** The store in a file, and the name of the seed that its state goes on from: null where it begins here. */
export function openSqlite(options: SqliteOptions): { store: Store; resumedSeed: string | null } {
  if (options.file === defaultFile) makeDefaultFolder()
  const file = locate(options.file)
  if (options.fresh) removeFile(file)
  else mustNotBeRescued(file)
  const db = openFile(file, options.pages)
  let log: WriteAheadLog | undefined
  try {
    log = new WriteAheadLog(db, options.onLost, options.sync)
    migrate(db)
    const resumedSeed = settle(db, file, options)
    add(db, options.additions)
    // Without a checkpoint before the first write a full disk would never recover by itself.
    db.pragma('wal_checkpoint(TRUNCATE)')
    return { store: new SqliteStore(db, log), resumedSeed }
  } catch (error) {
    log?.close()
    db.close()
    throw explain(file.shown, error)
  }
}

function settle(
  db: Database,
  { shown }: DatabaseFile,
  { seed, seedIsAsked, onProgress }: SqliteOptions,
): string | null {
  const planted = findInitialSeed(db)
  if (planted === undefined) {
    insertInitialSeed(db, seed.name, seed.read(), onProgress)
    return null
  }
  if (seedIsAsked) mustBeSame(shown, planted, seed.name, differences(db, seed.read(), planted.checksum))
  return planted.name
}

/** With names that differ, those say enough. */
function mustBeSame(shown: string, planted: InitialSeed, name: string, differences: readonly string[]): void {
  if (differences.length === 0) return
  const more = differences.length > 3 ? [`${differences.length - 3} more`] : []
  const list = [...differences.slice(0, 3), ...more].join('; ')
  const which = name === planted.name ? `which has changed since (${list})` : `not with this "${name}"`
  throw new UsageError(`${shown}: began with seed "${planted.name}", ${which}; start over with --fresh`)
}

function makeDefaultFolder(): void {
  const folder = dirname(defaultFile)
  try {
    makeFolder(folder)
  } catch (error) {
    throw new UsageError(
      `${folder}: cannot be made (${(error as Error).message}); name a file elsewhere with --database`,
    )
  }
}
