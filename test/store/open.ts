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
import { nothing, seed } from './fixture.ts'
import { mistakeOf } from './usage-error.ts'

export function newFile(t: Test): string {
  return join(t.testdir(), 'sandbox.db')
}

/** The store as the server opens it; closed when the test is over. */
export function open(t: Test, file: string, options: Partial<SqliteOptions> = {}): Opened {
  const opened = openSqlite({
    file,
    fresh: false,
    seed: { name: 'namespace', read: () => seed },
    seedIsAsked: false,
    additions: nothing,
    onLost: error => t.fail('nothing is lost', { error }),
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
  /** What `onLost` was told. */
  readonly lost: Error[]
}

/** A new file's store together with what it is made of. */
export function openParts(t: Test, { seed: planted = seed, sync }: { seed?: Seed; sync?: Sync } = {}): Parts {
  const file = newFile(t)
  const db = openFile(locate(file))
  migrate(db)
  insertInitialSeed(db, 'namespace', planted)
  db.pragma('wal_checkpoint(TRUNCATE)')
  const lost: Error[] = []
  const log = new WriteAheadLog(db, error => lost.push(error), sync)
  const store = new SqliteStore(db, log)
  t.teardown(() => store.close().catch(() => {}))
  return { store, db, log, file, lost }
}

/** Opening the file is refused with this line, to start over with too. */
export function refuses(t: Test, file: string, line: string, options: Partial<SqliteOptions> = {}): void {
  for (const fresh of [false, true]) {
    t.equal(
      mistakeOf(() => open(t, file, { ...options, fresh })),
      `${file}: ${line}`,
      { fresh },
    )
  }
}
