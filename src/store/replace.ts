import type { Database } from 'better-sqlite3'
import type { Access } from '../domain/access.ts'
import type { Destination } from '../domain/destination.ts'
import type { NumberRow } from './number-row.ts'
import { toNumber, toRow } from './number-row.ts'
import { insertState } from './plant.ts'
import { readDestinations } from './rows.ts'
import type { Seed } from './seed.ts'
import { destinationKey, sortedByAccount } from './seed.ts'
import { readSeed } from './seed-check.ts'

/** The whole state, as a seed that would make it. */
export function readState(db: Database): Seed {
  const numbers = db.prepare<[], NumberRow>('SELECT * FROM numbers').all().map(toNumber)
  return {
    accounts: db.prepare<[], string>('SELECT id FROM accounts').pluck().all(),
    keys: readKeys(db),
    destinations: new Map(
      [...readDestinations(db, 'trunk'), ...readDestinations(db, 'application')].map(each => [
        destinationKey(each),
        each,
      ]),
    ),
    numbers: new Map(numbers.map(number => [number.e164, number])),
    e164s: sortedByAccount(numbers),
  }
}

export function readKeys(db: Database): Map<string, Access> {
  const keys = db.prepare<[], { sha256: string } & Access>('SELECT sha256, account_id AS accountId, access FROM keys')
  return new Map(keys.all().map(({ sha256, ...access }) => [sha256, access]))
}

/** The seed that a reset returns to. */
export function readPlanted(db: Database): Seed {
  const lists: Record<string, unknown[]> = {}
  for (const { list, row } of db.prepare<[], { list: string; row: string }>('SELECT list, row FROM seed').iterate()) {
    lists[list] ??= []
    lists[list].push(JSON.parse(row))
  }
  return readSeed(lists)
}

export function readPlantedKeys(db: Database): Map<string, Access> {
  const rows = db.prepare<[], string>("SELECT row FROM seed WHERE list = 'keys'").pluck().all()
  const keys = rows.map(row => JSON.parse(row) as { sha256: string; account_id: string; access: Access['access'] })
  return new Map(keys.map(({ sha256, account_id, access }) => [sha256, { accountId: account_id, access }]))
}

/** Makes the state what the seed says, writing only the rows that differ, and says how many those were. */
export function replaceState(db: Database, seed: Seed): number {
  // A trunk that changes goes and comes again, under numbers that stay.
  db.pragma('defer_foreign_keys = ON')
  const now = readState(db)
  const accounts = different(new Map(now.accounts.map(id => [id, id])), new Map(seed.accounts.map(id => [id, id])))
  const keys = different(now.keys, seed.keys)
  const destinations = different(now.destinations, seed.destinations)
  const numbers = different(now.numbers, seed.numbers, toRow)
  // What refers to others goes first, and comes last.
  for (const e164 of numbers.gone) db.prepare('DELETE FROM numbers WHERE e164 = ?').run(e164)
  for (const sha256 of keys.gone) db.prepare('DELETE FROM keys WHERE sha256 = ?').run(sha256)
  for (const key of destinations.gone) {
    const { kind, id } = now.destinations.get(key) as Destination
    db.prepare(`DELETE FROM ${kind}s WHERE id = ?`).run(id)
  }
  for (const id of accounts.gone) db.prepare('DELETE FROM accounts WHERE id = ?').run(id)
  const come = { keys: keys.come, destinations: destinations.come, numbers: numbers.come }
  insertState(db, { ...come, accounts: [...accounts.come.keys()] })
  return [accounts, keys, destinations, numbers].reduce((rows, { gone, come }) => rows + gone.length + come.size, 0)
}

interface Difference<T> {
  /** Of what is there: the names of what is to go, also for what stands in the way of another of its name. */
  readonly gone: readonly string[]
  readonly come: ReadonlyMap<string, T>
}

function different<T>(
  now: ReadonlyMap<string, T>,
  then: ReadonlyMap<string, T>,
  toRow: (value: T) => unknown = value => value,
): Difference<T> {
  const same = (name: string) => {
    const [before, after] = [now.get(name), then.get(name)]
    return before !== undefined && after !== undefined && JSON.stringify(toRow(before)) === JSON.stringify(toRow(after))
  }
  return {
    gone: [...now.keys()].filter(name => !same(name)),
    come: new Map([...then].filter(([name]) => !same(name))),
  }
}
