import type { Database, Statement } from 'better-sqlite3'
import { UsageError } from '../base/usage-error.ts'
import { toDestinationRow } from './destination-row.ts'
import { numberColumns, toRow } from './number-row.ts'
import { prepareDestinationInsert } from './rows.ts'
import type { Seed } from './seed.ts'
import { checksum, seedRows } from './seed-rows.ts'

/** The name and checksum of the seed that a database was created with. A reset restores it. */
export interface InitialSeed {
  readonly name: string
  readonly checksum: string
}

export function findInitialSeed(db: Database): InitialSeed | undefined {
  return db.prepare<[], InitialSeed>('SELECT name, checksum FROM initial_seed').get()
}

/** Called with a line of text that shows the progress of inserting a large seed. */
export type Progress = (line: string) => void

/** Inserts the seed into an empty database, as the state and as the initial seed to which a reset returns. */
export function insertInitialSeed(db: Database, name: string, seed: Seed, onProgress?: Progress): void {
  db.transaction(() => {
    insertSeed(db, seed, onProgress)
    db.prepare('INSERT INTO initial_seed (only, name, checksum) VALUES (1, ?, ?)').run(name, checksum(seed))
  })()
}

/**
 * Adds rows that do not exist yet, to the state and to the initial seed. Throws a `UsageError` if an id belongs to
 * another account.
 */
export function insertAdditions(db: Database, additions: Seed): void {
  db.transaction(() => {
    insertSeed(db, additions)
    for (const { kind, id, accountId } of additions.destinations.values()) {
      assertSameAccount(db, `${kind}s`, 'id', id, `--${kind}`, accountId)
    }
    for (const { e164, accountId } of additions.numbers.values()) {
      assertSameAccount(db, 'numbers', 'e164', e164, '--number', accountId)
    }
    for (const [sha256, { accountId }] of additions.keys) {
      assertSameAccount(db, 'keys', 'sha256', sha256, '--key', accountId)
    }
  })()
}

/** Inserts the rows of a seed that do not exist yet, into the state and into the initial seed. */
function insertSeed(db: Database, seed: Seed, onProgress?: Progress): void {
  insertState(db, seed, onProgress)
  const seedRow = prepareInsert(db, 'seed', ['list', 'id', 'row'])
  const rows = [...seedRows(seed)]
  for (const { list, id, row } of withProgress(rows, 'rows saved for a reset', onProgress))
    seedRow.run({ list, id, row: JSON.stringify(row) })
}

const progressInterval = 100_000

/** Yields all elements, and reports progress after every `progressInterval` of them. */
function* withProgress<T>(all: readonly T[], label: string, onProgress: Progress | undefined): Generator<T> {
  for (const [index, each] of all.entries()) {
    if (index > 0 && index % progressInterval === 0) onProgress?.(`seed: ${index} of ${all.length} ${label}`)
    yield each
  }
}

/** Inserts the rows that do not exist yet. Does not change existing rows. */
function insertState(db: Database, seed: Seed, onProgress?: Progress): void {
  const account = prepareInsert(db, 'accounts', ['id'])
  const key = prepareInsert(db, 'keys', ['sha256', 'account_id', 'access'])
  const destination = {
    trunk: prepareDestinationInsert(db, 'trunk', 'DO NOTHING'),
    application: prepareDestinationInsert(db, 'application', 'DO NOTHING'),
  }
  for (const id of seed.accounts) account.run({ id })
  for (const [sha256, { accountId, access }] of seed.keys) key.run({ sha256, account_id: accountId, access })
  for (const each of seed.destinations.values()) destination[each.kind].run(toDestinationRow(each))
  const number = prepareInsert(db, 'numbers', numberColumns)
  for (const each of withProgress([...seed.numbers.values()], 'numbers inserted', onProgress)) number.run(toRow(each))
}

function prepareInsert(db: Database, table: string, columns: readonly string[]): Statement {
  const values = columns.map(column => `@${column}`)
  return db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values.join(', ')}) ON CONFLICT DO NOTHING`)
}

/** Throws a `UsageError` if the row exists in another account. */
function assertSameAccount(
  db: Database,
  table: string,
  column: string,
  id: string,
  flag: string,
  account: string,
): void {
  const found = db
    .prepare<[string], { account_id: string }>(`SELECT account_id FROM ${table} WHERE ${column} = ?`)
    .get(id)
  if (found !== undefined && found.account_id !== account) throw otherAccountError(flag, id, found.account_id)
}

/** The error for an addition whose id belongs to another account. Does not repeat a key. */
export function otherAccountError(flag: string, id: string, account: string): UsageError {
  const name = flag === '--key' ? 'this key' : id
  return new UsageError(
    `${flag}: ${name} already belongs to account ${account}; choose another, or use --account ${account}`,
  )
}
