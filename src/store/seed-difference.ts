import { isDeepStrictEqual } from 'node:util'
import type { Database } from 'better-sqlite3'
import type { Seed } from './seed.ts'
import { checksum, oldChecksum, seedRows } from './seed-rows.ts'

/**
 * How a seed differs from the one that a database began with; empty where it does not. `sum` is the checksum that was
 * kept then: it alone tells which of the kept rows were added later.
 */
export function differences(db: Database, seed: Seed, sum: string): string[] {
  if (sum === checksum(seed) || sum === oldChecksum(seed)) return []
  const kept = new Map<string, object>()
  for (const { list, id, row } of db.prepare<[], Kept>('SELECT list, id, row FROM seed').iterate()) {
    kept.set(`${list} ${id}`, JSON.parse(row))
  }
  const changed: string[] = []
  for (const { list, id, row } of seedRows(seed)) {
    const before = kept.get(`${list} ${id}`)
    const fields = before === undefined ? [] : differentFields(before, row)
    if (before === undefined) changed.push(`${nameOf(`${list} ${id}`)} is new`)
    else if (fields.length > 0) changed.push(`${nameOf(`${list} ${id}`)} has another ${fields.join(', ')}`)
    kept.delete(`${list} ${id}`)
  }
  return changed.length > 0 ? changed : [...kept.keys()].map(key => `${nameOf(key)} is missing`)
}

interface Kept {
  readonly list: string
  readonly id: string
  readonly row: string
}

/** `numbers +14155551234`; of a key the beginning of its SHA-256. */
function nameOf(key: string): string {
  return key.replace(/^(keys .{8}).*/, '$1…')
}

function differentFields(one: object, other: object): string[] {
  const [before, after] = [new Map(Object.entries(one)), new Map(Object.entries(other))]
  const fields = new Set([...before.keys(), ...after.keys()])
  return [...fields].filter(field => !isDeepStrictEqual(before.get(field), after.get(field)))
}
