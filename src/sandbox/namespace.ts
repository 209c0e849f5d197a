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
import { controlErrors } from './control-error.ts'
import type { Delivery } from './deliveries.ts'
import type { Fault, FaultTarget } from './fault.ts'
import { FaultSet } from './fault.ts'
import { Ids } from './ids.ts'
import { Journal } from './journal.ts'
import { Log } from './log.ts'

/** The namespace of plain keys: the one on disk. */
export const defaultNamespace = 'default'

/** What may name a namespace: `tvx_sk_test_sandbox__my-test` is the key in the namespace `my-test`. */
export const namespacePattern = '^[a-z0-9-]{1,32}$'

/** One isolated copy of all state. */
export class Namespace {
  readonly name: string
  readonly store: Store
  readonly clock: SettableClock
  readonly ids: Ids
  readonly faults = new FaultSet()
  readonly journal = new Journal()
  /** Others after a reset: what was sent before it is not to be found among them. */
  deliveries = new Log<Delivery>()
  /** Grows with each reset of the state: what arrived in an earlier epoch changes nothing any more. */
  epoch = 0
  /** Milliseconds of the machine's clock. */
  used: number
  readonly #globalFaults: FaultSet | undefined

  constructor(
    name: string,
    store: Store,
    { now, clock, globalFaults }: Omit<NamespaceOptions, 'store' | 'limit' | 'onForget'>,
  ) {
    this.name = name
    this.store = store
    this.#globalFaults = globalFaults
    this.clock = new SettableClock(now, clock)
    this.ids = new Ids(this.clock)
    this.used = now()
  }

  /** Whether no call meets a fault. */
  get isCalm(): boolean {
    return this.faults.isEmpty && this.#globalFaults === undefined
  }

  /** The faults that a call meets: where the globalFaults ones have any, the namespace's own are neither drawn nor counted. */
  draw(at: 'arrival' | 'after_commit', call: Omit<FaultTarget, 'namespace'>): Fault[] {
    const target = { ...call, namespace: this.name }
    const stood = this.#globalFaults?.select(at, target) ?? []
    return stood.length > 0 ? stood : this.faults.select(at, target)
  }
}

export interface NamespaceOptions {
  /** The state of the default namespace. */
  readonly store: Store
  /** How many namespaces there may be. */
  readonly limit: number
  /** Where the clock of each namespace stands at first, in milliseconds since 1970; null where it runs. */
  readonly clock: number | null
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Faults of all namespaces, which no reset takes back: what a whole run is to meet. */
  readonly globalFaults?: FaultSet | undefined
  /** Told of a namespace that had to make room for another. */
  readonly onForget: (namespace: Namespace) => void
}

const keptMilliseconds = 60_000

/** All namespaces. Each but the default one is made at its first use. */
export class Namespaces {
  readonly default: Namespace
  readonly #options: NamespaceOptions
  readonly #namespaces = new Map<string, Namespace>()
  /** The hashes of keys that a namespace was ever given. */
  readonly #given = new Set<string>()
  /** Whether a word opens anything in any namespace, or did before. */
  readonly isKey = (word: string): boolean => {
    const keyHash = sha256(word)
    const { store } = this.default
    return (store.initialAccess(keyHash) ?? store.access(keyHash)) !== undefined || this.#given.has(keyHash)
  }
  readonly redactor = new Redactor({ isKey: this.isKey })
  /** For hints: the demo's key is no secret. */
  readonly hintRedactor = new Redactor({ isKey: this.isKey, allowed: [demoKey] })

  constructor(options: NamespaceOptions) {
    this.#options = options
    this.default = new Namespace(defaultNamespace, options.store, options)
    this.#namespaces.set(defaultNamespace, this.default)
  }

  get all(): Iterable<Namespace> {
    return this.#namespaces.values()
  }

  get size(): number {
    return this.#namespaces.size
  }

  find(name: string): Namespace | undefined {
    return this.#namespaces.get(name)
  }

  /** What a key opens in a namespace that is yet to be made. */
  initialAccess(keyHash: string): Access | undefined {
    return this.default.store.initialAccess(keyHash)
  }

  /** Replaces the state of a namespace. What arrived before it changes nothing after it. */
  async replace(namespace: Namespace, seed: Seed): Promise<void> {
    await inTurns(this.#remember(seed.keys.keys()))
    for (const redactor of [this.redactor, this.hintRedactor]) redactor.forget()
    namespace.epoch++
    namespace.ids.reset()
    await namespace.store.replace(seed)
  }

  *#remember(keyHashes: Iterable<string>): Steps<void> {
    for (const keyHash of keyHashes) {
      this.#given.add(keyHash)
      yield
    }
  }

  /** To wait for ahead of the first use of a namespace, which would read the state that it begins with; null where it is there. */
  prepare(name: string): Promise<void> | null {
    return this.#namespaces.has(name) ? null : this.default.store.prepareInitialSeed()
  }

  /** The namespace of that name, made where there is none. Refuses one too many with `namespace_limit`. */
  getOrCreate(name: string): Namespace {
    const namespace = this.#namespaces.get(name) ?? this.#make(name)
    namespace.used = this.#options.now()
    return namespace
  }

  /** The namespace of that name, or one as it would be made. */
  peek(name: string): Namespace {
    return (
      this.#namespaces.get(name) ??
      new Namespace(name, new MemoryStore(this.default.store.initialSeed()), this.#options)
    )
  }

  #make(name: string): Namespace {
    if (this.#namespaces.size >= this.#options.limit) this.#forget()
    const namespace = this.peek(name)
    this.#namespaces.set(name, namespace)
    return namespace
  }

  /** The longest unused goes; but a test that pauses is not to lose its namespace. */
  #forget(): void {
    const others = [...this.#namespaces.values()].filter(namespace => namespace !== this.default)
    const [oldest] = others.sort((a, b) => a.used - b.used)
    if (oldest === undefined || this.#options.now() - oldest.used < keptMilliseconds)
      throw controlErrors.namespaceLimit()
    this.#namespaces.delete(oldest.name)
    this.#options.onForget(oldest)
  }
}
