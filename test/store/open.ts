import { join } from 'node:path'
import type { Database } from 'better-sqlite3'
import type { Test } from 'tap'
import { locate } from '../../src/store/database-file.ts'
import { openFile } from '../../src/store/file.ts'
import { insertInitialSeed } from '../../src/store/initial-seed.ts'
import { migrate } from '../../src/store/migration.ts'
import type { SqliteOptions } from '../../src/store/open.ts'
import { openSqlite } from '../../src/store/open.ts'
import type { Seed } from '../../src/store/seed.ts'
import { SqliteStore } from '../../src/store/sqlite.ts'
import type { Store } from '../../src/store/store.ts'
import type { Sync } from '../../src/store/write-ahead-log.ts'
import { WriteAheadLog } from '../../src/store/write-ahead-log.ts'
import { emptySeed, seed } from './fixture.ts'
import { usageErrorOf } from './usage-error.ts'

export function newFile(t: Test): string {
  return join(t.testdir(), 'sandbox.db')
}

/** Opens a store as the server does, and closes it at the end of the test. */
export function open(t: Test, file: string, options: Partial<SqliteOptions> = {}): Opened {
  const opened = openSqlite({
    file,
    fresh: false,
    seed: { name: 'fixture', read: () => seed },
    isSeedExplicit: false,
    additions: emptySeed,
    onStorageFailure: error => t.fail('unexpected storage failure', { error }),
    ...options,
  })
  const { store } = opened
  t.teardown(() =>
    store.close().catch(error => {
      if (error !== store.syncError) throw error
    }),
  )
  return opened
}

interface Opened {
  readonly store: Store
  readonly resumedSeed: string | null
}

interface Parts {
  readonly store: Store
  readonly db: Database
  readonly log: WriteAheadLog
  readonly file: string
  /** The errors passed to `onStorageFailure`. */
  readonly storageErrors: Error[]
}

/** A store on a new file, with its parts. */
export function openParts(t: Test, { seed: initialSeed = seed, sync }: { seed?: Seed; sync?: Sync } = {}): Parts {
  const file = newFile(t)
  const db = openFile(locate(file))
  migrate(db)
  insertInitialSeed(db, 'fixture', initialSeed)
  db.pragma('wal_checkpoint(TRUNCATE)')
  const storageErrors: Error[] = []
  const log = new WriteAheadLog(db, error => storageErrors.push(error), sync)
  const store = new SqliteStore(db, log)
  t.teardown(() => store.close().catch(() => {}))
  return { store, db, log, file, storageErrors }
}

/** Opening the file fails with this message, with `fresh` too. */
export function failsToOpen(t: Test, file: string, line: string, options: Partial<SqliteOptions> = {}): void {
  for (const fresh of [false, true]) {
    t.equal(
      usageErrorOf(() => open(t, file, { ...options, fresh })),
      `${file}: ${line}`,
      { fresh },
    )
  }
}
