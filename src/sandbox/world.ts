import { Redactor } from '../base/redaction.ts'
import type { Steps } from '../base/turns.ts'
import { inTurns } from '../base/turns.ts'
import type { Access } from '../domain/access.ts'
import { demoKey } from '../store/demo.ts'
import { sha256 } from '../store/key.ts'
import { MemoryStore } from '../store/memory.ts'
import type { Seed } from '../store/seed.ts'
import type { Store } from '../store/store.ts'
import { SettableClock } from './clock.ts'
import type { Delivery } from './deliveries.ts'
import type { Fault, Target } from './fault.ts'
import { Faults } from './fault.ts'
import { Ids } from './ids.ts'
import { Journal } from './journal.ts'
import { Log } from './log.ts'
import { refusals } from './refusal.ts'

/** The world of plain keys: the one on disk. */
export const defaultWorld = 'default'

/** What may name a world: `tvx_sk_test_sandbox__my-test` is the key in the world `my-test`. */
export const worldPattern = '^[a-z0-9-]{1,32}$'

/** One isolated copy of all state. */
export class World {
  readonly name: string
  readonly store: Store
  readonly clock: SettableClock
  readonly ids: Ids
  readonly faults = new Faults()
  readonly journal = new Journal()
  /** Others after a reset: what was sent before it is not to be found among them. */
  deliveries = new Log<Delivery>()
  /** Grows with each reset of the state: what arrived in an earlier epoch changes nothing any more. */
  epoch = 0
  /** Milliseconds of the machine's clock. */
  used: number
  readonly #standing: Faults | undefined

  constructor(
    name: string,
    store: Store,
    { now, clock, standing }: Omit<WorldOptions, 'store' | 'limit' | 'onForget'>,
  ) {
    this.name = name
    this.store = store
    this.#standing = standing
    this.clock = new SettableClock(now, clock)
    this.ids = new Ids(this.clock)
    this.used = now()
  }

  /** Whether no call meets a fault. */
  get isCalm(): boolean {
    return this.faults.isEmpty && this.#standing === undefined
  }

  /** The faults that a call meets: where the standing ones have any, the world's own are neither drawn nor counted. */
  draw(at: 'arrival' | 'after_commit', call: Omit<Target, 'world'>): Fault[] {
    const target = { ...call, world: this.name }
    const stood = this.#standing?.draw(at, target) ?? []
    return stood.length > 0 ? stood : this.faults.draw(at, target)
  }
}

export interface WorldOptions {
  /** The state of the default world. */
  readonly store: Store
  /** How many worlds there may be. */
  readonly limit: number
  /** Where the clock of each world stands at first, in milliseconds since 1970; null where it runs. */
  readonly clock: number | null
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Faults of all worlds, which no reset takes back: what a whole run is to meet. */
  readonly standing?: Faults | undefined
  /** Told of a namespace that had to make room for another. */
  readonly onForget: (world: World) => void
}

const keptMilliseconds = 60_000

/** All worlds. Each but the default one is made at its first use. */
export class Worlds {
  readonly default: World
  readonly #options: WorldOptions
  readonly #worlds = new Map<string, World>()
  /** The hashes of keys that a world was ever given. */
  readonly #given = new Set<string>()
  /** Whether a word opens anything in any world, or did before. */
  readonly isKey = (word: string): boolean => {
    const keyHash = sha256(word)
    const { store } = this.default
    return (store.plantedAccess(keyHash) ?? store.access(keyHash)) !== undefined || this.#given.has(keyHash)
  }
  readonly redactor = new Redactor({ isKey: this.isKey })
  /** For hints: the demo's key is no secret. */
  readonly hintRedactor = new Redactor({ isKey: this.isKey, allowed: [demoKey] })

  constructor(options: WorldOptions) {
    this.#options = options
    this.default = new World(defaultWorld, options.store, options)
    this.#worlds.set(defaultWorld, this.default)
  }

  get all(): Iterable<World> {
    return this.#worlds.values()
  }

  get size(): number {
    return this.#worlds.size
  }

  find(name: string): World | undefined {
    return this.#worlds.get(name)
  }

  /** What a key opens in a world that is yet to be made. */
  plantedAccess(keyHash: string): Access | undefined {
    return this.default.store.plantedAccess(keyHash)
  }

  /** Replaces the state of a world. What arrived before it changes nothing after it. */
  async replace(world: World, seed: Seed): Promise<void> {
    await inTurns(this.#remember(seed.keys.keys()))
    for (const redactor of [this.redactor, this.hintRedactor]) redactor.forget()
    world.epoch++
    world.ids.reset()
    await world.store.replace(seed)
  }

  *#remember(keyHashes: Iterable<string>): Steps<void> {
    for (const keyHash of keyHashes) {
      this.#given.add(keyHash)
      yield
    }
  }

  /** To wait for ahead of the first use of a world, which would read the state that it begins with; null where it is there. */
  prepare(name: string): Promise<void> | null {
    return this.#worlds.has(name) ? null : this.default.store.preparePlanted()
  }

  /** The world of that name, made where there is none. Refuses one too many with `worlds_full`. */
  enter(name: string): World {
    const world = this.#worlds.get(name) ?? this.#make(name)
    world.used = this.#options.now()
    return world
  }

  /** The world of that name, or one as it would be made. */
  look(name: string): World {
    return this.#worlds.get(name) ?? new World(name, new MemoryStore(this.default.store.planted()), this.#options)
  }

  #make(name: string): World {
    if (this.#worlds.size >= this.#options.limit) this.#forget()
    const world = this.look(name)
    this.#worlds.set(name, world)
    return world
  }

  /** The longest unused goes; but a test that pauses is not to lose its world. */
  #forget(): void {
    const others = [...this.#worlds.values()].filter(world => world !== this.default)
    const [oldest] = others.sort((a, b) => a.used - b.used)
    if (oldest === undefined || this.#options.now() - oldest.used < keptMilliseconds) throw refusals.worldsFull()
    this.#worlds.delete(oldest.name)
    this.#options.onForget(oldest)
  }
}
