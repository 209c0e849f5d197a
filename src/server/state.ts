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

/** The limits of the disk: a test's own. */
export type Disk = Pick<SqliteOptions, 'sync' | 'pages'>

export interface StateParts {
  readonly settings: Settings
  /** In place of the one that the settings name. */
  readonly seed?: SeedFile | undefined
  /** When nothing can be kept any more: a sync to the disk failed, or the files are gone. Else told on standard error. */
  readonly onLost?: (error: Error) => void
  readonly disk?: Disk | undefined
  /** Told how far the planting of a large seed is: a line at a time. */
  readonly onProgress?: ((line: string) => void) | undefined
}

export interface State {
  readonly store: Store
  /** The name of the seed whose state goes on; null where it begins. */
  readonly resumedSeed: string | null
}

/** Opens the store that the settings ask for. The native module is loaded only for a file. */
export async function openState(parts: StateParts): Promise<State> {
  const { settings, seed: given, onLost = error => printStatus(error.message), disk, onProgress } = parts
  const { file, fresh } = settings
  const asked = settings.seed ?? 'demo'
  // It is kept in the file.
  const name = given === undefined ? new Redactor({ secrets: settings.additions.keys }).text(asked) : 'given'
  let once: Seed | undefined
  // A pipe can be read only once.
  const read = () => (once ??= given === undefined ? readNamedSeed(asked) : readSeed(given))
  const additions = readAdditions(settings.additions)
  if (file === null) return { store: new MemoryStore(merge(read(), additions)), resumedSeed: null }
  const seedIsAsked = given !== undefined || settings.seed !== null
  // A mistake in them is found before anything is created or thrown away.
  if (fresh || !existsSync(file)) merge(read(), additions)
  else if (seedIsAsked) read()
  const { openSqlite } = await import('../store/open.ts')
  return openSqlite({ file, fresh, seed: { name, read }, seedIsAsked, additions, onLost, onProgress, ...disk })
}

function readAdditions({ account, keys, numbers, trunks, applications }: Additions): Seed {
  const rows = [...keys, ...numbers, ...trunks, ...applications]
  if (rows.length === 0) return readSeed({})
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
