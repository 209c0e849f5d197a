import type { Steps } from '../base/turns.ts'
import type { Access } from '../domain/access.ts'
import type { Destination } from '../domain/destination.ts'
import type { Assignment, DestinationKind, NumberStatus, PhoneNumber } from '../domain/number.ts'
import type { Seed } from './seed.ts'

/**
 * What a change can load: `key` identifies it, and `value` is the type of what is loaded. Null if it does not exist.
 */
interface Selectable {
  number: { key: string; value: PhoneNumber | null }
  destination: { key: NonNullable<Assignment>; value: Destination | null }
  /** All numbers assigned to this destination. */
  assignedNumbers: { key: NonNullable<Assignment>; value: readonly PhoneNumber[] }
}

/** The keys of what a change loads. */
export type Selection = { readonly [R in keyof Selectable]?: Selectable[R]['key'] }
/** The loaded values, under the same names as in the selection. */
export type LoadedRecords<W extends Selection> = { readonly [R in keyof W & keyof Selectable]: Selectable[R]['value'] }

/** What a change writes, and the value that `change` returns. */
export interface Decision<A> {
  /** Existing numbers. Only `assignment` and `updatedAt` are written. */
  readonly write: readonly PhoneNumber[]
  /** A trunk or an application to insert or update. */
  readonly put?: Destination
  /** A trunk or an application to delete. No number can be assigned to it after `write`. */
  readonly remove?: NonNullable<Assignment>
  readonly result: A
}

/**
 * Decides on a change. Pure and synchronous, because it runs inside the transaction and can run twice. If it throws,
 * nothing is written. The result cannot be a promise: the transaction would be over before the promise settled.
 */
export type Decide<W extends Selection, A> = (
  found: LoadedRecords<W>,
) => Decision<A extends PromiseLike<unknown> ? never : A>

/** Selects a page of an account's numbers, sorted by E.164. `offset` and `limit` count numbers. */
export interface NumberQuery {
  readonly accountId: string
  readonly country?: string | undefined
  readonly status?: NumberStatus | undefined
  readonly offset: number
  readonly limit: number
}

export interface NumberPage {
  /** How many numbers match the query on all pages. */
  readonly total: number
  readonly numbers: readonly PhoneNumber[]
}

/** A number and the trunk or application that it is assigned to. */
export interface NumberWithDestination {
  readonly number: PhoneNumber
  readonly destination: Destination | null
}

/** The part of the store that API requests use. */
export interface AccountStore {
  /** Loads the selected rows, calls `decide` and writes its decision, all in one transaction. */
  change<const W extends Selection, A>(selection: W, decide: Decide<W, A>): Promise<A>
  findNumber(e164: string): Promise<PhoneNumber | null>
  listNumbers(query: NumberQuery): Promise<NumberPage>
  findDestination(assignment: NonNullable<Assignment>): Promise<Destination | null>
  /** The account's trunks or applications, sorted by id: the first `limit`, or all of them without a limit. */
  listDestinations(accountId: string, kind: DestinationKind, limit?: number): Promise<readonly Destination[]>
}

/**
 * Holds the state of a namespace. Every promise settles only when everything it read or wrote is on disk. A rejected
 * change has written nothing.
 */
export interface Store extends AccountStore {
  /** The error after which nothing can be read or written: every promise then rejects with it. Otherwise null. */
  readonly syncError: Error | null
  /** The access of a key, by the hexadecimal SHA-256 of the key. Reads from memory, so it never waits. */
  access(keyHash: string): Access | undefined
  /** The number and its destination, both read at the same moment. */
  findNumberWithDestination(e164: string): Promise<NumberWithDestination | null>
  /** The access of a key in the initial seed. Reads from memory, so it never waits. */
  initialAccess(keyHash: string): Access | undefined
  /** The initial seed with its additions, to which a reset returns. Blocks to read it unless it is in memory. */
  initialSeed(): Seed
  /** Reads the initial seed into memory over several turns of the event loop, unless it is in memory. */
  prepareInitialSeed(): Promise<void>
  /** The complete state, as a seed that would create it. */
  snapshot(): Promise<Seed>
  /** Replaces the complete state by the seed, or changes nothing. Writes only the rows that differ. */
  replace(seed: Seed): Promise<void>
  /** Replaces the complete state by what `edit` returns, in one transaction. If `edit` throws, nothing changes. */
  edit(edit: (current: Seed) => Steps<Seed>): Promise<void>
  /** Waits for pending changes and closes the store. Every acknowledged change is then in the file. */
  close(): Promise<void>
}
