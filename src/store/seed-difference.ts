import { isDeepStrictEqual } from 'node:util'
import type { Database } from 'better-sqlite3'
import type { Seed } from './seed.ts'
import { checksum, legacyChecksum, seedRows } from './seed-rows.ts'

/**
 * Describes how a seed differs from the initial seed of a database; empty if it does not. `initialChecksum` was stored
 * when the database was created. It decides whether the seeds are equal, because the stored rows also include later
 * additions.
 */
export function differences(db: Database, seed: Seed, initialChecksum: string): string[] {
  if (initialChecksum === checksum(seed) || initialChecksum === legacyChecksum(seed)) return []
  const stored = new Map<string, object>()
  for (const { list, id, row } of db.prepare<[], StoredRow>('SELECT list, id, row FROM seed').iterate()) {
    stored.set(`${list} ${id}`, JSON.parse(row))
  }
  const changed: string[] = []
  for (const { list, id, row } of seedRows(seed)) {
    const storedRow = stored.get(`${list} ${id}`)
    const fields = storedRow === undefined ? [] : differentFields(storedRow, row)
    if (storedRow === undefined) changed.push(`${nameOf(`${list} ${id}`)} is new`)
    else if (fields.length > 0) changed.push(`${nameOf(`${list} ${id}`)} has a different ${fields.join(', ')}`)
    stored.delete(`${list} ${id}`)
  }
  return changed.length > 0 ? changed : [...stored.keys()].map(key => `${nameOf(key)} is missing`)
}

/** A row of the table `seed`. */
interface StoredRow {
  readonly list: string
  readonly id: string
  readonly row: string
}

/** The name of a row in messages, such as `numbers +14155551234`. Shortens the SHA-256 of a key. */
function nameOf(key: string): string {
  return key.replace(/^(keys .{8}).*/, '$1…')
}

function differentFields(first: object, second: object): string[] {
  const [before, after] = [new Map(Object.entries(first)), new Map(Object.entries(second))]
  const fields = new Set([...before.keys(), ...after.keys()])
  return [...fields].filter(field => !isDeepStrictEqual(before.get(field), after.get(field)))
}
