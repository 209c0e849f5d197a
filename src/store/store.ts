import type { Access } from '../domain/access.ts'
import type { Destination } from '../domain/destination.ts'
import type { Assignment, DestinationKind, NumberStatus, PhoneNumber } from '../domain/number.ts'
import type { Seed } from './seed.ts'

/** What a change can ask for: `by` names the row, `is` is what may be found there. */
interface Rows {
  number: { by: string; is: PhoneNumber | null }
  destination: { by: NonNullable<Assignment>; is: Destination | null }
  numbersOn: { by: NonNullable<Assignment>; is: readonly PhoneNumber[] }
}

export type Wanted = { readonly [R in keyof Rows]?: Rows[R]['by'] }
export type Found<W extends Wanted> = { readonly [R in keyof W & keyof Rows]: Rows[R]['is'] }

/** What to write, and what the caller is told. */
export interface Decision<A> {
  /** Numbers: their route and time. */
  readonly write: readonly PhoneNumber[]
  /** A trunk or an application, new or changed. */
  readonly put?: Destination
  /** One that no number goes to any more. */
  readonly remove?: NonNullable<Assignment>
  readonly answer: A
}

/**
 * Pure and synchronous, for it runs inside the transaction and may run twice. Throws a refusal to write nothing.
 * A promise is no answer: the transaction would be over before it settled.
 */
export type Decide<W extends Wanted, A> = (found: Found<W>) => Decision<A extends PromiseLike<unknown> ? never : A>

/** Which numbers of an account to list; sorted by E.164, `offset` and `limit` in numbers. */
export interface NumberQuery {
  readonly accountId: string
  readonly country?: string | undefined
  readonly status?: NumberStatus | undefined
  readonly offset: number
  readonly limit: number
}

export interface NumberPage {
  readonly total: number
  readonly numbers: readonly PhoneNumber[]
}

/** A number, and what its route leads to. */
export interface NumberWithDestination {
  readonly number: PhoneNumber
  readonly destination: Destination | null
}

/** What the calls of an account need. */
export interface AccountStore {
  /** Loads what is wanted, decides and writes, all in one transaction. */
  change<const W extends Wanted, A>(wanted: W, decide: Decide<W, A>): Promise<A>
  findNumber(e164: string): Promise<PhoneNumber | null>
  listNumbers(query: NumberQuery): Promise<NumberPage>
  findDestination(route: NonNullable<Assignment>): Promise<Destination | null>
  /** The first `limit` of one kind, sorted by id; all of them without a limit. */
  listDestinations(accountId: string, kind: DestinationKind, limit?: number): Promise<readonly Destination[]>
}

/** Where the state lives. Every promise settles only when all that it saw is on disk; what is refused changed nothing. */
export interface Store extends AccountStore {
  /** Why nothing can be read or written any more, after which every promise rejects with it; null while all is well. */
  readonly syncError: Error | null
  /** What a key opens, by the hexadecimal SHA-256 of the key. From memory: it waits for nothing. */
  access(keyHash: string): Access | undefined
  /** What happens to a call: both as they stood at one moment. */
  findNumberWithDestination(e164: string): Promise<NumberWithDestination | null>
  /** What a key opens in the state that a reset returns to. From memory too. */
  initialAccess(keyHash: string): Access | undefined
  /** What the state began with, additions included: what a reset returns to. Read at once where it is not prepared. */
  initialSeed(): Seed
  /** Reads that in turns of the event loop, unless it is in memory already. */
  prepareInitialSeed(): Promise<void>
  /** The whole state, as a seed that would make it. */
  snapshot(): Promise<Seed>
  /** Makes the state what the seed says, whole or not at all. Writes only the rows that differ. */
  replace(seed: Seed): Promise<void>
  /** After it every acknowledged change is in the file, and the file is free for another process. */
  close(): Promise<void>
}
