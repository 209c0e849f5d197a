import { existsSync } from 'node:fs'
import { Redactor } from '../base/redaction.ts'
import { printStatus } from '../report/print.ts'
import type { Additions, Settings } from '../settings/settings.ts'
import { MemoryStore } from '../store/memory.ts'
import { merge } from '../store/merge.ts'
import { readNamedSeed } from '../store/named-seed.ts'
import type { SqliteOptions } from '../store/open.ts'
import type { Seed } from '../store/seed.ts'
import { readSeed } from '../store/seed-check.ts'
import type { SeedFile } from '../store/seed-file.ts'
import type { Store } from '../store/store.ts'

/** Options that only tests set: how to sync the disk and how large the file can be. */
export type DiskOptions = Pick<SqliteOptions, 'sync' | 'maxPages'>

export interface StateOptions {
  readonly settings: Settings
  /** A seed to use instead of the one that the settings name. */
  readonly seed?: SeedFile | undefined
  /**
   * Called when the state can no longer be saved: a sync to the disk failed, or the database files were
   * removed. By default the error is printed on standard error.
   */
  readonly onStorageFailure?: (error: Error) => void
  readonly disk?: DiskOptions | undefined
  /** Called with a line of text that shows the progress of inserting a large initial seed. */
  readonly onProgress?: ((line: string) => void) | undefined
}

export interface State {
  readonly store: Store
  /** The name of the seed that the existing state started from; null if the state is new. */
  readonly resumedSeed: string | null
}

/** Opens the store that the settings name. The native SQLite module is loaded only for a file. */
export async function openState(options: StateOptions): Promise<State> {
  const { settings, seed: seedFile, onStorageFailure = error => printStatus(error.message), disk, onProgress } = options
  const { file, fresh } = settings
  const seedName = settings.seed ?? 'demo'
  // The name is stored in the database file, so keys in it are redacted.
  const name = seedFile === undefined ? new Redactor({ secrets: settings.additions.keys }).text(seedName) : 'given'
  let cachedSeed: Seed | undefined
  // Cached, because a pipe can be read only once.
  const read = () => (cachedSeed ??= seedFile === undefined ? readNamedSeed(seedName) : readSeed(seedFile))
  const additions = toSeed(settings.additions)
  if (file === null) return { store: new MemoryStore(merge(read(), additions)), resumedSeed: null }
  const isSeedExplicit = seedFile !== undefined || settings.seed !== null
  // An error in the seed or the additions is reported before a file is created or deleted.
  if (fresh || !existsSync(file)) merge(read(), additions)
  else if (isSeedExplicit) read()
  const { openSqlite } = await import('../store/open.ts')
  return openSqlite({
    file,
    fresh,
    seed: { name, read },
    isSeedExplicit,
    additions,
    onStorageFailure,
    onProgress,
    ...disk,
  })
}

function toSeed({ account, keys, numbers, trunks, applications }: Additions): Seed {
  const ids = [...keys, ...numbers, ...trunks, ...applications]
  if (ids.length === 0) return readSeed({})
  return readSeed({
    accounts: [{ id: account }],
    keys: unique(keys).map(key => ({ key, account_id: account })),
    numbers: unique(numbers).map(e164 => ({ e164, account_id: account })),
    trunks: unique(trunks).map(id => ({ id, account_id: account })),
    applications: unique(applications).map(id => ({ id, account_id: account })),
  })
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)]
}
