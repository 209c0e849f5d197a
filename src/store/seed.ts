import { sorted } from '../base/sort.ts'
import type { Steps } from '../base/turns.ts'
import type { Access } from '../domain/access.ts'
import type { Destination } from '../domain/destination.ts'
import type { PhoneNumber } from '../domain/number.ts'

/** A namespace's beginning, checked whole and in the domain's words. Never changed once made: namespaces share it. */
export interface Seed {
  /** Sorted. */
  readonly accounts: readonly string[]
  /** By the hexadecimal SHA-256 of the key, sorted by it. */
  readonly keys: ReadonlyMap<string, Access>
  /** By `destinationKey`, sorted by it. */
  readonly destinations: ReadonlyMap<string, Destination>
  /** By E.164, sorted by it. */
  readonly numbers: ReadonlyMap<string, PhoneNumber>
  /** Each account's numbers, sorted. */
  readonly e164s: ReadonlyMap<string, readonly string[]>
}

/** What a seed is made of, in any order; without an element that is there twice. */
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

/** The name under which a seed holds a trunk or an application: a trunk and an application are never mistaken. */
export function destinationKey({ kind, id }: Pick<Destination, 'kind' | 'id'>): string {
  return `${kind}:${id}`
}

/** The order of a list of trunks, or of applications. */
export function byId(one: Destination, other: Destination): number {
  return one.id < other.id ? -1 : 1
}

function* sortedMap<T, V>(
  all: Iterable<T>,
  nameOf: (each: T) => string,
  toValue: (each: T) => V,
): Steps<Map<string, V>> {
  const named: [string, V][] = []
  for (const each of all) {
    named.push([nameOf(each), toValue(each)])
    yield
  }
  const found = new Map<string, V>()
  for (const [name, value] of yield* sorted(named, ([one], [other]) => (one < other ? -1 : 1))) {
    found.set(name, value)
    yield
  }
  return found
}

function* groupByAccount(numbers: Iterable<PhoneNumber>): Steps<Map<string, string[]>> {
  const e164s = new Map<string, string[]>()
  for (const { accountId, e164 } of numbers) {
    const others = e164s.get(accountId)
    if (others === undefined) e164s.set(accountId, [e164])
    else others.push(e164)
    yield
  }
  return e164s
}
