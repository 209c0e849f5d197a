import type { Database, Statement } from 'better-sqlite3'
import { UsageError } from '../base/usage-error.ts'
import { toDestinationRow } from './destination-row.ts'
import { numberColumns, toRow } from './number-row.ts'
import { insert } from './rows.ts'
import type { Seed } from './seed.ts'
import { checksum, seedRows } from './seed-rows.ts'

/** The seed that a file's state began with. */
export interface InitialSeed {
  readonly name: string
  readonly checksum: string
}

export function findInitialSeed(db: Database): InitialSeed | undefined {
  return db.prepare<[], InitialSeed>('SELECT name, checksum FROM planted').get()
}

/** Told how far a large seed is: a line at a time. */
export type Progress = (line: string) => void

/** Makes the seed the state, and keeps it as what a reset returns to. */
export function insertInitialSeed(db: Database, name: string, seed: Seed, tell?: Progress): void {
  db.transaction(() => {
    keep(db, seed, tell)
    db.prepare('INSERT INTO planted (only, name, checksum) VALUES (1, ?, ?)').run(name, checksum(seed))
  })()
}

/** Adds what is absent, to the state and to the kept seed. Refuses an id that another account has. */
export function add(db: Database, additions: Seed): void {
  db.transaction(() => {
    keep(db, additions)
    for (const { kind, id, accountId } of additions.destinations.values()) {
      mustBelong(db, `${kind}s`, 'id', id, `--${kind}`, accountId)
    }
    for (const { e164, accountId } of additions.numbers.values()) {
      mustBelong(db, 'numbers', 'e164', e164, '--number', accountId)
    }
    for (const [sha256, { accountId }] of additions.keys) {
      mustBelong(db, 'keys', 'sha256', sha256, '--key', accountId)
    }
  })()
}

/** To the state and to the kept seed. */
function keep(db: Database, seed: Seed, tell?: Progress): void {
  insertState(db, seed, tell)
  const kept = into(db, 'seed', ['list', 'id', 'row'])
  const rows = [...seedRows(seed)]
  for (const { list, id, row } of telling(rows, 'rows kept for a reset', tell))
    kept.run({ list, id, row: JSON.stringify(row) })
}

const tellEvery = 100_000

/** The same, with a line at every so many. */
function* telling<T>(all: readonly T[], what: string, tell: Progress | undefined): Generator<T> {
  for (const [at, each] of all.entries()) {
    if (at > 0 && at % tellEvery === 0) tell?.(`seed: ${at} of ${all.length} ${what}`)
    yield each
  }
}

/** Whatever is there already stays as it is. */
function insertState(db: Database, seed: Seed, tell?: Progress): void {
  const account = into(db, 'accounts', ['id'])
  const key = into(db, 'keys', ['sha256', 'account_id', 'access'])
  const destination = { trunk: insert(db, 'trunk', 'DO NOTHING'), application: insert(db, 'application', 'DO NOTHING') }
  for (const id of seed.accounts) account.run({ id })
  for (const [sha256, { accountId, access }] of seed.keys) key.run({ sha256, account_id: accountId, access })
  for (const each of seed.destinations.values()) destination[each.kind].run(toDestinationRow(each))
  const number = into(db, 'numbers', numberColumns)
  for (const each of telling([...seed.numbers.values()], 'numbers planted', tell)) number.run(toRow(each))
}

function into(db: Database, table: string, columns: readonly string[]): Statement {
  const values = columns.map(column => `@${column}`)
  return db.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${values.join(', ')}) ON CONFLICT DO NOTHING`)
}

function mustBelong(db: Database, table: string, by: string, id: string, flag: string, account: string): void {
  const found = db.prepare<[string], { account_id: string }>(`SELECT account_id FROM ${table} WHERE ${by} = ?`).get(id)
  if (found !== undefined && found.account_id !== account) throw belongsElsewhere(flag, id, found.account_id)
}

/** The line for an addition that another account has already; a key is not repeated in it. */
export function belongsElsewhere(flag: string, id: string, account: string): UsageError {
  const named = flag === '--key' ? 'this key' : id
  return new UsageError(
    `${flag}: ${named} belongs to account ${account} already; choose another, or name --account ${account}`,
  )
}
