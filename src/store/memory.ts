import type { Access } from '../domain/access.ts'
import type { Destination, NumberStatus, PhoneNumber, Route } from '../domain/number.ts'
import type { Seed } from './seed.ts'
import { destinationKey } from './seed.ts'
import type { Decide, Found, NumberPage, NumberQuery, Store, Wanted } from './store.ts'

/** A store that lasts as long as its process: a seed that is never touched, and what has changed since. */
export class MemoryStore implements Store {
  readonly #planted: Seed
  #seed: Seed
  readonly #changed = new Map<string, PhoneNumber>()

  constructor(seed: Seed) {
    this.#planted = seed
    this.#seed = seed
  }

  access(keyHash: string): Access | undefined {
    return this.#seed.keys.get(keyHash)
  }

  async change<const W extends Wanted, A>(wanted: W, decide: Decide<W, A>): Promise<A> {
    const { write, answer } = decide(this.#find(wanted))
    const written = write.map(number => this.#written(number))
    for (const number of written) this.#changed.set(number.e164, number)
    return answer as A
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

  async listDestinations(accountId: string): Promise<readonly Destination[]> {
    return [...this.#seed.destinations.values()].filter(destination => destination.accountId === accountId)
  }

  plantedAccess(keyHash: string): Access | undefined {
    return this.#planted.keys.get(keyHash)
  }

  planted(): Seed {
    return this.#planted
  }

  async snapshot(): Promise<Seed> {
    return { ...this.#seed, numbers: new Map([...this.#seed.numbers, ...this.#changed]) }
  }

  async replace(seed: Seed): Promise<void> {
    this.#seed = seed
    this.#changed.clear()
  }

  async close(): Promise<void> {}

  #find<const W extends Wanted>(wanted: W): Found<W> {
    const number = wanted.number === undefined ? null : this.#number(wanted.number)
    return { number, destination: this.#destination(wanted.destination) } as unknown as Found<W>
  }

  #number(e164: string): PhoneNumber | null {
    return this.#changed.get(e164) ?? this.#seed.numbers.get(e164) ?? null
  }

  #is(e164: string, country: string | undefined, status: NumberStatus | undefined): boolean {
    const number = this.#number(e164)
    return (country ?? number?.country) === number?.country && (status ?? number?.status) === number?.status
  }

  #destination(route: Route | undefined) {
    return route ? (this.#seed.destinations.get(destinationKey(route)) ?? null) : null
  }

  /** The number as it stands there then: what the other store's UPDATE writes, and its foreign key holds. */
  #written({ e164, route, updatedAt }: PhoneNumber): PhoneNumber {
    const number = this.#number(e164)
    if (number === null) throw new Error(`no number ${e164} to write`)
    if (route !== null && this.#destination(route) === null) throw new Error(`no ${route.kind} ${route.id} to route to`)
    return { ...number, route, updatedAt }
  }
}
