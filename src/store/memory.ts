import type { Access } from '../domain/access.ts'
import type { Destination } from '../domain/destination.ts'
import type { DestinationKind, NumberStatus, PhoneNumber, Route } from '../domain/number.ts'
import type { Seed } from './seed.ts'
import { byId, destinationKey } from './seed.ts'
import type { Decide, Decision, Found, NumberPage, NumberQuery, Routed, Store, Wanted } from './store.ts'

/** A store that lasts as long as its process: a seed that is never touched, and what has changed since. */
export class MemoryStore implements Store {
  readonly lost = null
  readonly #planted: Seed
  #seed: Seed
  readonly #changed = new Map<string, PhoneNumber>()
  /** Trunks and applications; null for one that is gone. */
  readonly #moved = new Map<string, Destination | null>()

  constructor(seed: Seed) {
    this.#planted = seed
    this.#seed = seed
  }

  access(keyHash: string): Access | undefined {
    return this.#seed.keys.get(keyHash)
  }

  async change<const W extends Wanted, A>(wanted: W, decide: Decide<W, A>): Promise<A> {
    const decision = decide(this.#find(wanted))
    this.#write(decision)
    return decision.answer as A
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

  async findDestination(route: NonNullable<Route>): Promise<Destination | null> {
    return this.#destination(route)
  }

  async listDestinations(accountId: string, kind: DestinationKind, limit?: number): Promise<readonly Destination[]> {
    const found = [...this.#destinations().values()].filter(each => each.accountId === accountId && each.kind === kind)
    return found.sort(byId).slice(0, limit)
  }

  async findRouted(e164: string): Promise<Routed | null> {
    const number = this.#number(e164)
    return number && { number, destination: number.route && this.#destination(number.route) }
  }

  plantedAccess(keyHash: string): Access | undefined {
    return this.#planted.keys.get(keyHash)
  }

  planted(): Seed {
    return this.#planted
  }

  async snapshot(): Promise<Seed> {
    const numbers = new Map([...this.#seed.numbers, ...this.#changed])
    return { ...this.#seed, numbers, destinations: this.#destinations() }
  }

  async replace(seed: Seed): Promise<void> {
    this.#seed = seed
    this.#changed.clear()
    this.#moved.clear()
  }

  async close(): Promise<void> {}

  #find<const W extends Wanted>({ number, destination, numbersOn }: W): Found<W> {
    const found = {
      number: number === undefined ? null : this.#number(number),
      destination: destination === undefined ? null : this.#destination(destination),
      numbersOn: numbersOn === undefined ? [] : this.#numbersOn(numbersOn),
    }
    return found as unknown as Found<W>
  }

  #number(e164: string): PhoneNumber | null {
    return this.#changed.get(e164) ?? this.#seed.numbers.get(e164) ?? null
  }

  #numbersOn({ kind, id }: NonNullable<Route>): PhoneNumber[] {
    const all = [...this.#seed.numbers.keys()].map(e164 => this.#number(e164) as PhoneNumber)
    return all.filter(({ route }) => route?.kind === kind && route.id === id)
  }

  #is(e164: string, country: string | undefined, status: NumberStatus | undefined): boolean {
    const number = this.#number(e164)
    return (country ?? number?.country) === number?.country && (status ?? number?.status) === number?.status
  }

  #destination(route: NonNullable<Route>): Destination | null {
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
  #write({ write, put, remove }: Decision<unknown>): void {
    const written = write.map(number => this.#written(number))
    const e164s = new Set(written.map(({ e164 }) => e164))
    const left = remove && this.#numbersOn(remove).find(({ e164 }) => !e164s.has(e164))
    if (left !== undefined) throw new Error(`${left.e164} still goes to ${remove?.kind} ${remove?.id}`)
    for (const number of written) this.#changed.set(number.e164, number)
    if (put !== undefined) this.#moved.set(destinationKey(put), put)
    if (remove !== undefined) this.#moved.set(destinationKey(remove), null)
  }

  /** The number as it stands there then. */
  #written({ e164, route, updatedAt }: PhoneNumber): PhoneNumber {
    const number = this.#number(e164)
    if (number === null) throw new Error(`no number ${e164} to write`)
    if (route !== null && this.#destination(route) === null) throw new Error(`no ${route.kind} ${route.id} to route to`)
    return { ...number, route, updatedAt }
  }
}
