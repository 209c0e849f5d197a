import type { Access } from '../domain/access.ts'
import type { Destination, PhoneNumber } from '../domain/number.ts'

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
