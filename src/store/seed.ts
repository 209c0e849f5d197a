import type { Access } from '../domain/access.ts'
import type { Destination } from '../domain/destination.ts'
import type { PhoneNumber } from '../domain/number.ts'

/** A world's beginning, checked whole and in the domain's words. Never changed once made: worlds share it. */
export interface Seed {
  readonly accounts: readonly string[]
  /** By the hexadecimal SHA-256 of the key. */
  readonly keys: ReadonlyMap<string, Access>
  readonly destinations: ReadonlyMap<string, Destination>
  /** By E.164. */
  readonly numbers: ReadonlyMap<string, PhoneNumber>
  /** Each account's numbers, sorted. */
  readonly e164s: ReadonlyMap<string, readonly string[]>
}

/** The name under which a seed holds a trunk or an application: a trunk and an application are never mistaken. */
export function destinationKey({ kind, id }: Pick<Destination, 'kind' | 'id'>): string {
  return `${kind}:${id}`
}

/** The order of a list of trunks, or of applications. */
export function byId(one: Destination, other: Destination): number {
  return one.id < other.id ? -1 : 1
}

/** The index that a seed keeps for lists. */
export function sortedByAccount(numbers: Iterable<PhoneNumber>): Map<string, string[]> {
  const e164s = new Map<string, string[]>()
  for (const { accountId, e164 } of numbers) {
    const others = e164s.get(accountId)
    if (others === undefined) e164s.set(accountId, [e164])
    else others.push(e164)
  }
  for (const list of e164s.values()) list.sort()
  return e164s
}
