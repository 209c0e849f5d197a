import { sorted } from '../base/sort.ts'
import type { Steps } from '../base/turns.ts'
import type { Access } from '../domain/access.ts'
import type { Destination } from '../domain/destination.ts'
import type { PhoneNumber } from '../domain/number.ts'

/** A validated seed, in domain types. Immutable, because namespaces share it. */
export interface Seed {
  /** Account ids, sorted. */
  readonly accounts: readonly string[]
  /** Keyed and sorted by the hexadecimal SHA-256 of the API key. */
  readonly keys: ReadonlyMap<string, Access>
  /** Keyed and sorted by `destinationKey`. */
  readonly destinations: ReadonlyMap<string, Destination>
  /** Keyed and sorted by E.164. */
  readonly numbers: ReadonlyMap<string, PhoneNumber>
  /** The sorted E.164 numbers of each account, keyed by account id. */
  readonly e164s: ReadonlyMap<string, readonly string[]>
}

/** The content of a seed in any order, without duplicates. */
interface SeedParts {
  readonly accounts: Iterable<string>
  readonly keys: Iterable<readonly [string, Access]>
  readonly destinations: Iterable<Destination>
  readonly numbers: Iterable<PhoneNumber>
}

export function* makeSeed(parts: SeedParts): Steps<Seed> {
  const numbers = yield* sortedMap(
    parts.numbers,
    ({ e164 }) => e164,
    each => each,
  )
  return {
    accounts: [
      ...(yield* sortedMap(
        parts.accounts,
        id => id,
        id => id,
      )).keys(),
    ],
    keys: yield* sortedMap(
      parts.keys,
      ([sha256]) => sha256,
      ([, access]) => access,
    ),
    destinations: yield* sortedMap(parts.destinations, destinationKey, each => each),
    numbers,
    e164s: yield* groupByAccount(numbers.values()),
  }
}

/** The key of a destination in a seed. Contains the kind, because a trunk and an application can have the same id. */
export function destinationKey({ kind, id }: Pick<Destination, 'kind' | 'id'>): string {
  return `${kind}:${id}`
}

/** Compares two destinations of the same kind by id, for `sort`. */
export function byId(first: Destination, second: Destination): number {
  return first.id < second.id ? -1 : 1
}

function* sortedMap<T, V>(
  all: Iterable<T>,
  keyOf: (each: T) => string,
  toValue: (each: T) => V,
): Steps<Map<string, V>> {
  const entries: [string, V][] = []
  for (const each of all) {
    entries.push([keyOf(each), toValue(each)])
    yield
  }
  const result = new Map<string, V>()
  for (const [key, value] of yield* sorted(entries, ([first], [second]) => (first < second ? -1 : 1))) {
    result.set(key, value)
    yield
  }
  return result
}

function* groupByAccount(numbers: Iterable<PhoneNumber>): Steps<Map<string, string[]>> {
  const e164s = new Map<string, string[]>()
  for (const { accountId, e164 } of numbers) {
    const group = e164s.get(accountId)
    if (group === undefined) e164s.set(accountId, [e164])
    else group.push(e164)
    yield
  }
  return e164s
}
