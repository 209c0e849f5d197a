import type { Steps } from '../base/turns.ts'
import { inTurns, runToEnd } from '../base/turns.ts'
import type { Access } from '../domain/access.ts'
import type { Destination } from '../domain/destination.ts'
import type { Assignment, DestinationKind, NumberStatus, PhoneNumber } from '../domain/number.ts'
import type { Seed } from './seed.ts'
import { byId, destinationKey, makeSeed } from './seed.ts'
import type { Decide, Decision, Found, NumberPage, NumberQuery, NumberWithDestination, Store, Wanted } from './store.ts'

/** A store that lasts as long as its process: a seed that is never touched, and what has changed since. */
export class MemoryStore implements Store {
  readonly syncError = null
  readonly #planted: Seed
  #seed: Seed
  #changed = new Map<string, PhoneNumber>()
  /** Trunks and applications; null for one that is gone. */
  readonly #moved = new Map<string, Destination | null>()

  /** Resolves when the long change that is under way has ended. */
  #changing: Promise<unknown> | null = null

  constructor(seed: Seed) {
    this.#planted = seed
    this.#seed = seed
  }

  access(keyHash: string): Access | undefined {
    return this.#seed.keys.get(keyHash)
  }

  async change<const W extends Wanted, A>(wanted: W, decide: Decide<W, A>): Promise<A> {
    const { numbersOn } = wanted
    while (this.#changing !== null) await this.#changing
    if (numbersOn === undefined) return runToEnd(this.#change(this.#find(wanted), decide))
    const changed = inTurns(this.#changeNumbersOn({ ...wanted, numbersOn }, decide))
    this.#changing = changed.catch(() => {})
    try {
      return await changed
    } finally {
      this.#changing = null
    }
  }

  async findNumber(e164: string): Promise<PhoneNumber | null> {
    return this.#number(e164)
  }

  async listNumbers({ accountId, country, status, offset, limit }: NumberQuery): Promise<NumberPage> {
    const all = this.#seed.e164s.get(accountId) ?? []
    const filtered =
      country === undefined && status === undefined ? all : all.filter(e164 => this.#is(e164, country, status))
    const numbers = filtered.slice(offset, offset + limit).map(e164 => this.#number(e164))
    return { total: filtered.length, numbers: numbers.filter(number => number !== null) }
  }

  async findDestination(route: NonNullable<Assignment>): Promise<Destination | null> {
    return this.#destination(route)
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
    return this.#planted.keys.get(keyHash)
  }

  initialSeed(): Seed {
    return this.#planted
  }

  async prepareInitialSeed(): Promise<void> {}

  snapshot(): Promise<Seed> {
    return inTurns(stateOf(this.#seed, new Map(this.#changed), this.#destinations()))
  }

  async replace(seed: Seed): Promise<void> {
    while (this.#changing !== null) await this.#changing
    this.#seed = seed
    this.#changed = new Map()
    this.#moved.clear()
  }

  async close(): Promise<void> {}

  /** A change that asks for all numbers on a trunk, of which there may be a million. */
  *#changeNumbersOn<const W extends Wanted, A>(
    wanted: W & Pick<Required<Wanted>, 'numbersOn'>,
    decide: Decide<W, A>,
  ): Steps<A> {
    const numbersOn = yield* this.#numbersOn(wanted.numbersOn)
    return yield* this.#change(this.#find(wanted, numbersOn), decide)
  }

  *#change<const W extends Wanted, A>(found: Found<W>, decide: Decide<W, A>): Steps<A> {
    const decision = decide(found)
    yield* this.#write(decision)
    return decision.answer as A
  }

  #find<const W extends Wanted>({ number, destination }: W, numbersOn: readonly PhoneNumber[] = []): Found<W> {
    const found = {
      number: number === undefined ? null : this.#number(number),
      destination: destination === undefined ? null : this.#destination(destination),
      numbersOn,
    }
    return found as unknown as Found<W>
  }

  #number(e164: string): PhoneNumber | null {
    return this.#changed.get(e164) ?? this.#seed.numbers.get(e164) ?? null
  }

  *#numbersOn({ kind, id }: NonNullable<Assignment>): Steps<PhoneNumber[]> {
    const found: PhoneNumber[] = []
    for (const [e164, planted] of this.#seed.numbers) {
      const number = this.#changed.get(e164) ?? planted
      if (number.assignment?.kind === kind && number.assignment.id === id) found.push(number)
      yield
    }
    return found
  }

  #is(e164: string, country: string | undefined, status: NumberStatus | undefined): boolean {
    const number = this.#number(e164)
    return (country ?? number?.country) === number?.country && (status ?? number?.status) === number?.status
  }

  #destination(route: NonNullable<Assignment>): Destination | null {
    const key = destinationKey(route)
    const moved = this.#moved.get(key)
    return moved === undefined ? (this.#seed.destinations.get(key) ?? null) : moved
  }

  #destinations(): Map<string, Destination> {
    const all = new Map(this.#seed.destinations)
    for (const [key, moved] of this.#moved) {
      if (moved === null) all.delete(key)
      else all.set(key, moved)
    }
    return all
  }

  /** What the other store's statements write, and its foreign keys hold. */
  *#write({ write, put, remove }: Decision<unknown>): Steps<void> {
    const written = new Map<string, PhoneNumber>()
    for (const number of write) {
      written.set(number.e164, this.#written(number))
      yield
    }
    if (remove === undefined) for (const [e164, number] of written) this.#changed.set(e164, number)
    else yield* this.#remove(remove, written)
    if (put !== undefined) this.#moved.set(destinationKey(put), put)
  }

  /** Removes what no number goes to any more. Readers see all of it or nothing. */
  *#remove(removed: NonNullable<Assignment>, written: Map<string, PhoneNumber>): Steps<void> {
    const left = (yield* this.#numbersOn(removed)).find(({ e164 }) => !written.has(e164))
    if (left !== undefined) throw new Error(`${left.e164} still goes to ${removed.kind} ${removed.id}`)
    for (const [e164, number] of this.#changed) {
      if (!written.has(e164)) written.set(e164, number)
      yield
    }
    this.#changed = written
    this.#moved.set(destinationKey(removed), null)
  }

  /** The number as it stands there then. */
  #written({ e164, assignment, updatedAt }: PhoneNumber): PhoneNumber {
    const number = this.#number(e164)
    if (number === null) throw new Error(`no number ${e164} to write`)
    if (assignment !== null && this.#destination(assignment) === null)
      throw new Error(`no ${assignment.kind} ${assignment.id} to route to`)
    return { ...number, assignment, updatedAt }
  }
}

/** The seed with what has changed in place of what it had. */
function* stateOf(
  seed: Seed,
  changed: ReadonlyMap<string, PhoneNumber>,
  destinations: ReadonlyMap<string, Destination>,
): Steps<Seed> {
  const numbers: PhoneNumber[] = []
  for (const number of seed.numbers.values()) {
    numbers.push(changed.get(number.e164) ?? number)
    yield
  }
  return yield* makeSeed({ ...seed, numbers, destinations: destinations.values() })
}
