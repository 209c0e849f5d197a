import type { Database } from 'better-sqlite3'
import type { Steps } from '../base/turns.ts'
import type { Access } from '../domain/access.ts'
import type { Destination } from '../domain/destination.ts'
import type { DestinationKind } from '../domain/number.ts'
import type { LongResult } from './committer.ts'
import type { ApplicationRow, TrunkRow } from './destination-row.ts'
import { destinationColumns, toApplication, toDestinationRow, toTrunk } from './destination-row.ts'
import type { NumberRow } from './number-row.ts'
import { numberColumns, toNumber, toRow } from './number-row.ts'
import type { Seed } from './seed.ts'
import { makeSeed } from './seed.ts'
import { readSeedInSteps } from './seed-check.ts'

interface KeyRow extends Pick<Access, 'access'> {
  readonly sha256: string
  readonly account_id: string
}

/** Reads the complete state as a seed that would create it. */
export function* readState(db: Database): Steps<LongResult<Seed>> {
  const trunks = yield* readTable(db, 'trunks', 'id', (row: TrunkRow) => toTrunk(row))
  const applications = yield* readTable(db, 'applications', 'id', (row: ApplicationRow) => toApplication(row))
  const result = yield* makeSeed({
    accounts: yield* readTable(db, 'accounts', 'id', ({ id }: { readonly id: string }) => id),
    keys: yield* readTable(db, 'keys', 'sha256', toAccess),
    destinations: [...trunks, ...applications],
    numbers: yield* readTable(db, 'numbers', 'e164', (row: NumberRow) => toNumber(row)),
  })
  return { rows: 0, result }
}

export function readKeys(db: Database): Map<string, Access> {
  return new Map(db.prepare<[], KeyRow>('SELECT * FROM keys').all().map(toAccess))
}

/** Reads the initial seed, to which a reset returns. */
export function* readInitialSeed(db: Database): Steps<Seed> {
  const lists: Record<string, unknown[]> = {}
  for (const { list } of db.prepare<[], { list: string }>('SELECT DISTINCT list FROM seed').all()) {
    const rows = `(SELECT id, row FROM seed WHERE list = '${list}')`
    lists[list] = yield* readTable(db, rows, 'id', ({ row }: { readonly row: string }) => JSON.parse(row))
  }
  return yield* readSeedInSteps(lists)
}

export function readInitialKeys(db: Database): Map<string, Access> {
  const rows = db.prepare<[], string>("SELECT row FROM seed WHERE list = 'keys'").pluck().all()
  return new Map(rows.map(row => toAccess(JSON.parse(row))))
}

function toAccess({ sha256, account_id, access }: KeyRow): [string, Access] {
  return [sha256, { accountId: account_id, access }]
}

const pageLength = 500

/** Reads all rows of a table, one page per step. */
function* readTable<R, T>(db: Database, table: string, key: string, toValue: (row: R) => T): Steps<T[]> {
  const all: T[] = []
  for (const rows of pages<R>(db, `SELECT * FROM ${table}`, key)) {
    for (const row of rows) all.push(toValue(row))
    yield
  }
  return all
}

/** Reads pages in the order of the column `key`, which must not contain an empty text. */
function* pages<R>(db: Database, select: string, key: string): Generator<R[]> {
  const page = db.prepare<[string], R>(`${select} WHERE ${key} > ? ORDER BY ${key} LIMIT ${pageLength}`)
  let rows: R[]
  let after = ''
  do {
    rows = page.all(after)
    yield rows
    after = Object(rows.at(-1))[key]
  } while (rows.length === pageLength)
}

/**
 * Replaces the state by the seed: deletes, inserts and updates only the rows that differ. Run it with foreign keys off:
 * the seed is already validated, and SQLite would otherwise search all numbers for each deleted trunk.
 */
export function* replaceState(db: Database, seed: Seed): Steps<LongResult<null>> {
  const { accounts, keys, destinations, numbers } = seed
  const ids = new Set(accounts)
  const accountOfDestination = (kind: string) => (id: string) => destinations.get(`${kind}:${id}`)?.accountId
  let rows = 0
  rows += yield* deleteStale(db, 'numbers', 'e164', e164 => numbers.get(e164)?.accountId)
  rows += yield* deleteStale(db, 'keys', 'sha256', sha256 => keys.get(sha256)?.accountId)
  rows += yield* deleteStale(db, 'trunks', 'id', accountOfDestination('trunk'))
  rows += yield* deleteStale(db, 'applications', 'id', accountOfDestination('application'))
  rows += yield* deleteStale(db, 'accounts', 'id', id => (ids.has(id) ? id : undefined))
  rows += yield* upsert(db, 'accounts', ['id'], ids, id => ({ id }))
  rows += yield* upsert(db, 'keys', ['sha256', 'account_id', 'access'], keys, toKeyRow)
  for (const kind of ['trunk', 'application'] as const) {
    rows += yield* upsert(db, `${kind}s`, destinationColumns[kind], ofKind(destinations, kind), toDestinationRow)
  }
  rows += yield* upsert(db, 'numbers', numberColumns, numbers.values(), toRow)
  return { rows, result: null }
}

/** Replaces the state by what `edit` makes of it. Run it with foreign keys off, like `replaceState`. */
export function* editState(db: Database, edit: (current: Seed) => Steps<Seed>): Steps<LongResult<Seed>> {
  const { result: current } = yield* readState(db)
  const seed = yield* edit(current)
  const { rows } = yield* replaceState(db, seed)
  return { rows, result: seed }
}

function* ofKind(destinations: Seed['destinations'], kind: DestinationKind): Generator<Destination> {
  for (const each of destinations.values()) if (each.kind === kind) yield each
}

function toKeyRow([sha256, { accountId, access }]: readonly [string, Access]): KeyRow {
  return { sha256, account_id: accountId, access }
}

/**
 * Deletes the rows that the seed does not have, or has in another account. `accountOf` returns the account in the seed
 * of the row with this key, or undefined. Returns the number of deleted rows.
 */
function* deleteStale(
  db: Database,
  table: string,
  key: string,
  accountOf: (id: string) => string | undefined,
): Steps<number> {
  const account = table === 'accounts' ? 'id' : 'account_id'
  const deletion = db.prepare<[string]>(`DELETE FROM ${table} WHERE ${key} = ?`)
  let deleted = 0
  for (const rows of pages<Record<string, string>>(db, `SELECT ${key}, ${account} FROM ${table}`, key)) {
    for (const row of rows) {
      const id = row[key] as string
      if (accountOf(id) === row[account]) continue
      deletion.run(id)
      deleted++
      yield
    }
    yield
  }
  return deleted
}

/**
 * Inserts missing rows and updates rows that differ. The first column is the primary key. Returns the number of
 * inserted and updated rows.
 */
function* upsert<T>(
  db: Database,
  table: string,
  columns: readonly string[],
  all: Iterable<T>,
  toRow: (value: T) => object,
): Steps<number> {
  const [key, ...others] = columns
  const values = columns.map(column => `@${column}`)
  const update = others.map(column => `${column} = excluded.${column}`).join(', ')
  const differs = others.map(column => `${table}.${column} IS NOT excluded.${column}`).join(' OR ')
  const onConflict = others.length === 0 ? 'NOTHING' : `UPDATE SET ${update} WHERE ${differs}`
  const statement = db.prepare(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values.join(', ')}) ON CONFLICT (${key}) DO ${onConflict}`,
  )
  let written = 0
  for (const each of all) {
    written += statement.run(toRow(each)).changes
    yield
  }
  return written
}
