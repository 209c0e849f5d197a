import type { Steps } from '../base/turns.ts'
import { inTurns, runToEnd } from '../base/turns.ts'
import type { Access } from '../domain/access.ts'
import type { Destination } from '../domain/destination.ts'
import type { Assignment, DestinationKind, NumberStatus, PhoneNumber } from '../domain/number.ts'
import type { Seed } from './seed.ts'
import { byId, destinationKey, makeSeed } from './seed.ts'
import type {
  Decide,
  Decision,
  LoadedRecords,
  NumberPage,
  NumberQuery,
  NumberWithDestination,
  Selection,
  Store,
} from './store.ts'

/** Keeps the state in memory: an immutable seed, which namespaces share, and the changes made since. Lost on exit. */
export class MemoryStore implements Store {
  readonly syncError = null
  readonly #initialSeed: Seed
  #seed: Seed
  /** By E.164. */
  #changedNumbers = new Map<string, PhoneNumber>()
  /** By `destinationKey`; null for a deleted trunk or application. */
  readonly #changedDestinations = new Map<string, Destination | null>()

  /** Resolves when the running long change has ended; null if none is running. */
  #longChange: Promise<unknown> | null = null

  constructor(seed: Seed) {
    this.#initialSeed = seed
    this.#seed = seed
  }

  access(keyHash: string): Access | undefined {
    return this.#seed.keys.get(keyHash)
  }

  async change<const W extends Selection, A>(selection: W, decide: Decide<W, A>): Promise<A> {
    const { assignedNumbers } = selection
    while (this.#longChange !== null) await this.#longChange
    if (assignedNumbers === undefined) return runToEnd(this.#change(this.#find(selection), decide))
    return this.#runLong(this.#changeAssignedNumbers({ ...selection, assignedNumbers }, decide))
  }

  async findNumber(e164: string): Promise<PhoneNumber | null> {
    return this.#number(e164)
  }

  async listNumbers({ accountId, country, status, offset, limit }: NumberQuery): Promise<NumberPage> {
    const all = this.#seed.e164s.get(accountId) ?? []
    const filtered =
      country === undefined && status === undefined ? all : all.filter(e164 => this.#matches(e164, country, status))
    const numbers = filtered.slice(offset, offset + limit).map(e164 => this.#number(e164))
    return { total: filtered.length, numbers: numbers.filter(number => number !== null) }
  }

  async findDestination(assignment: NonNullable<Assignment>): Promise<Destination | null> {
    return this.#destination(assignment)
  }

  async listDestinations(accountId: string, kind: DestinationKind, limit?: number): Promise<readonly Destination[]> {
    const found = [...this.#destinations().values()].filter(each => each.accountId === accountId && each.kind === kind)
    return found.sort(byId).slice(0, limit)
  }

  async findNumberWithDestination(e164: string): Promise<NumberWithDestination | null> {
    const number = this.#number(e164)
    return number && { number, destination: number.assignment && this.#destination(number.assignment) }
  }

  initialAccess(keyHash: string): Access | undefined {
    return this.#initialSeed.keys.get(keyHash)
  }

  initialSeed(): Seed {
    return this.#initialSeed
  }

  async prepareInitialSeed(): Promise<void> {}

  snapshot(): Promise<Seed> {
    return inTurns(currentState(this.#seed, new Map(this.#changedNumbers), this.#destinations()))
  }

  async replace(seed: Seed): Promise<void> {
    while (this.#longChange !== null) await this.#longChange
    this.#setState(seed)
  }

  async edit(edit: (current: Seed) => Steps<Seed>): Promise<void> {
    while (this.#longChange !== null) await this.#longChange
    await this.#runLong(this.#edit(edit))
  }

  async close(): Promise<void> {}

  /** Runs a change over several turns of the event loop. No other change runs meanwhile. */
  async #runLong<A>(steps: Steps<A>): Promise<A> {
    const change = inTurns(steps)
    this.#longChange = change.catch(() => {})
    try {
      return await change
    } finally {
      this.#longChange = null
    }
  }

  *#edit(edit: (current: Seed) => Steps<Seed>): Steps<void> {
    this.#setState(yield* edit(yield* currentState(this.#seed, this.#changedNumbers, this.#destinations())))
  }

  #setState(seed: Seed): void {
    this.#seed = seed
    this.#changedNumbers = new Map()
    this.#changedDestinations.clear()
  }

  /** A change that loads all numbers assigned to a trunk or application; there can be a million. */
  *#changeAssignedNumbers<const W extends Selection, A>(
    selection: W & Pick<Required<Selection>, 'assignedNumbers'>,
    decide: Decide<W, A>,
  ): Steps<A> {
    const assignedNumbers = yield* this.#assignedNumbers(selection.assignedNumbers)
    return yield* this.#change(this.#find(selection, assignedNumbers), decide)
  }

  *#change<const W extends Selection, A>(found: LoadedRecords<W>, decide: Decide<W, A>): Steps<A> {
    const decision = decide(found)
    yield* this.#write(decision)
    return decision.result as A
  }

  #find<const W extends Selection>(
    { number, destination }: W,
    assignedNumbers: readonly PhoneNumber[] = [],
  ): LoadedRecords<W> {
    const found = {
      number: number === undefined ? null : this.#number(number),
      destination: destination === undefined ? null : this.#destination(destination),
      assignedNumbers,
    }
    return found as unknown as LoadedRecords<W>
  }

  #number(e164: string): PhoneNumber | null {
    return this.#changedNumbers.get(e164) ?? this.#seed.numbers.get(e164) ?? null
  }

  *#assignedNumbers({ kind, id }: NonNullable<Assignment>): Steps<PhoneNumber[]> {
    const found: PhoneNumber[] = []
    for (const [e164, initial] of this.#seed.numbers) {
      const number = this.#changedNumbers.get(e164) ?? initial
      if (number.assignment?.kind === kind && number.assignment.id === id) found.push(number)
      yield
    }
    return found
  }

  #matches(e164: string, country: string | undefined, status: NumberStatus | undefined): boolean {
    const number = this.#number(e164)
    return (country ?? number?.country) === number?.country && (status ?? number?.status) === number?.status
  }

  #destination(assignment: NonNullable<Assignment>): Destination | null {
    const key = destinationKey(assignment)
    const changed = this.#changedDestinations.get(key)
    return changed === undefined ? (this.#seed.destinations.get(key) ?? null) : changed
  }

  #destinations(): Map<string, Destination> {
    const all = new Map(this.#seed.destinations)
    for (const [key, changed] of this.#changedDestinations) {
      if (changed === null) all.delete(key)
      else all.set(key, changed)
    }
    return all
  }

  /** Writes what the SQL statements of `SqliteStore` would write, with the checks that its foreign keys make. */
  *#write({ write, put, remove }: Decision<unknown>): Steps<void> {
    const written = new Map<string, PhoneNumber>()
    for (const number of write) {
      written.set(number.e164, this.#updated(number))
      yield
    }
    if (remove === undefined) for (const [e164, number] of written) this.#changedNumbers.set(e164, number)
    else yield* this.#remove(remove, written)
    if (put !== undefined) this.#changedDestinations.set(destinationKey(put), put)
  }

  /**
   * Removes a trunk or application together with the changed numbers in `written`. Readers see all of it or nothing.
   * Throws if a number would remain assigned to it.
   */
  *#remove(removed: NonNullable<Assignment>, written: Map<string, PhoneNumber>): Steps<void> {
    const remaining = (yield* this.#assignedNumbers(removed)).find(({ e164 }) => !written.has(e164))
    if (remaining !== undefined)
      throw new Error(`number ${remaining.e164} is still assigned to ${removed.kind} ${removed.id}`)
    for (const [e164, number] of this.#changedNumbers) {
      if (!written.has(e164)) written.set(e164, number)
      yield
    }
    this.#changedNumbers = written
    this.#changedDestinations.set(destinationKey(removed), null)
  }

  /** The stored number with its new assignment and time. Throws if the number or its destination does not exist. */
  #updated({ e164, assignment, updatedAt }: PhoneNumber): PhoneNumber {
    const number = this.#number(e164)
    if (number === null) throw new Error(`number ${e164} does not exist`)
    if (assignment !== null && this.#destination(assignment) === null)
      throw new Error(`${assignment.kind} ${assignment.id} does not exist`)
    return { ...number, assignment, updatedAt }
  }
}

/** The seed with the given changed numbers and with all current trunks and applications. */
function* currentState(
  seed: Seed,
  changedNumbers: ReadonlyMap<string, PhoneNumber>,
  destinations: ReadonlyMap<string, Destination>,
): Steps<Seed> {
  const numbers: PhoneNumber[] = []
  for (const number of seed.numbers.values()) {
    numbers.push(changedNumbers.get(number.e164) ?? number)
    yield
  }
  return yield* makeSeed({ ...seed, numbers, destinations: destinations.values() })
}
