import { Redactor } from '../base/redaction.ts'
import { didYouMean } from '../base/suggestion.ts'
import type { Steps } from '../base/turns.ts'
import { hashKey } from './key.ts'
import type { Seed } from './seed.ts'
import { readSeedInSteps, secretsOf } from './seed-check.ts'
import { SeedFile } from './seed-file.ts'
import { seedRows } from './seed-rows.ts'
import { SeedError, truncate } from './seed-shape.ts'

/** `add` requires that the rows do not exist; `change` requires that they do, and keeps the fields that are not given. */
export type Edit = 'add' | 'change'

/** A row of a request. Its fields can have any values. */
type UncheckedRow = Readonly<Record<string, unknown>>

export interface EditedSeed {
  readonly seed: Seed
  /** The complete rows that were added or changed, by list. */
  readonly rows: Readonly<Record<string, readonly object[]>>
}

/**
 * Adds rows to a seed or changes them. `json` has the lists of a seed file. Throws a `SeedError` for the first error
 * found, with the index that the row has in `json`.
 */
export function* editSeed(current: Seed, edit: Edit, json: unknown): Steps<EditedSeed> {
  try {
    const currentRows = yield* indexRows(current)
    if (typeof json !== 'object' || json === null || Array.isArray(json))
      throw new SeedError('', 'must be a JSON object')
    const file: Record<string, unknown> = { ...json }
    for (const [list, existing] of currentRows) {
      const rows: unknown = file[list] ?? []
      if (Array.isArray(rows)) file[list] = yield* editRows(list, existing, edit, rows)
    }
    const seed = yield* readSeedInSteps(file)
    const newRows = yield* indexRows(seed)
    const rows = Object.entries(json as Record<string, unknown[]>).map(([list, edited]) => {
      const all = newRows.get(list) as ReadonlyMap<string, UncheckedRow>
      return [list, edited.map(row => all.get(String(idOf(list, row))))]
    })
    return { seed, rows: Object.fromEntries(rows) }
  } catch (error) {
    throw (error as SeedError).redacted(new Redactor({ secrets: secretsOf(json) }))
  }
}

/** The rows of a seed, by list and id. */
function* indexRows(seed: Seed): Steps<Map<string, Map<string, UncheckedRow>>> {
  const lists = new Map(Object.keys(SeedFile.properties).map(list => [list, new Map<string, UncheckedRow>()]))
  for (const { list, id, row } of seedRows(seed)) {
    lists.get(list)?.set(id, row as UncheckedRow)
    yield
  }
  return lists
}

/** The edited rows, followed by the others. Duplicates and invalid rows are kept: `readSeedInSteps` reports them. */
function* editRows(
  list: string,
  existing: ReadonlyMap<string, UncheckedRow>,
  edit: Edit,
  rows: readonly unknown[],
): Steps<unknown[]> {
  const ids = new Set(rows.map(row => idOf(list, row)))
  const edited = rows.map((row, index) => {
    const id = idOf(list, row)
    if (typeof id !== 'string') return row
    const found = existing.get(id)
    const path = `${list}[${index}]`
    if (edit === 'add' && found !== undefined) throw new SeedError(path, 'already exists')
    if (edit === 'add') return row
    if (found === undefined) {
      throw new SeedError(path, `does not exist${list === 'keys' ? '' : didYouMean(truncate(id), existing.keys())}`)
    }
    return changeRow(path, found, row as UncheckedRow)
  })
  for (const [id, row] of existing) {
    if (!ids.has(id)) edited.push(row)
    yield
  }
  return edited
}

function changeRow(path: string, current: UncheckedRow, { key: _, ...changes }: UncheckedRow): UncheckedRow {
  if ((changes['account_id'] ?? current['account_id']) !== current['account_id'])
    throw new SeedError(`${path}.account_id`, 'cannot be changed')
  // Assigning a number to a trunk unassigns its application, and vice versa.
  const other = typeof changes['trunk_id'] === 'string' ? { application_id: null } : {}
  const otherKind = typeof changes['application_id'] === 'string' ? { trunk_id: null } : {}
  return { ...current, ...other, ...otherKind, ...changes }
}

/** The id that a row has in its list: a SHA-256 for a key, E.164 for a number. */
function idOf(list: string, row: unknown): unknown {
  const { id, e164, sha256, key } = Object(row)
  if (list === 'numbers') return e164
  if (list === 'keys') return typeof key === 'string' ? hashKey(key) : sha256
  return id
}
