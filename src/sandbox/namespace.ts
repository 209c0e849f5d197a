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

/** The namespace of API keys without a suffix. It is the only one that is stored on disk. */
export const defaultNamespace = 'default'

/** An isolated copy of all state, with its own faults, journal and clock. */
export class Namespace {
  readonly name: string
  readonly store: Store
  readonly clock: SettableClock
  readonly ids: Ids
  readonly faults = new FaultSet()
  readonly journal = new Journal()
  /** A reset replaces this log, so that webhooks in progress can detect the reset. */
  deliveries = new Log<Delivery>()
  /**
   * Incremented by each reset of the state. A request that arrived in an earlier epoch can no longer change anything.
   */
  epoch = 0
  /** How many edits of the state were made that no request of the API made. */
  edits = 0
  /** When the namespace was last used, by the machine's clock, in milliseconds since 1970. */
  lastUsed: number
  readonly #globalFaults: FaultSet | undefined

  constructor(
    name: string,
    store: Store,
    { now, clock, globalFaults }: Omit<NamespaceOptions, 'store' | 'limit' | 'onEvict'>,
  ) {
    this.name = name
    this.store = store
    this.#globalFaults = globalFaults
    this.clock = new SettableClock(now, clock)
    this.ids = new Ids(this.clock)
    this.lastUsed = now()
  }

  /** Whether there are faults, global ones or ones of this namespace. */
  get hasFaults(): boolean {
    return !this.faults.isEmpty || this.#globalFaults !== undefined
  }

  /**
   * Selects the faults to apply to a call. If a global fault applies, the faults of the namespace are neither selected
   * nor counted.
   */
  selectFaults(at: 'arrival' | 'after_commit', call: Omit<FaultTarget, 'namespace'>): Fault[] {
    const target = { ...call, namespace: this.name }
    const selected = this.#globalFaults?.select(at, target) ?? []
    return selected.length > 0 ? selected : this.faults.select(at, target)
  }
}

export interface NamespaceOptions {
  /** The state of the default namespace. */
  readonly store: Store
  /** The maximum number of namespaces. */
  readonly limit: number
  /** The time at which the clock of each namespace is frozen at first, in milliseconds since 1970; null: it runs. */
  readonly clock: number | null
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Faults of all namespaces, which no reset removes. */
  readonly globalFaults?: FaultSet | undefined
  /** Called with a namespace that was evicted to make room for another. */
  readonly onEvict: (namespace: Namespace) => void
}

/** A namespace that was used more recently than this is not evicted. */
const minIdleMs = 60_000

/** All namespaces. Each except the default one is created at its first use. */
export class Namespaces {
  readonly default: Namespace
  readonly #options: NamespaceOptions
  readonly #namespaces = new Map<string, Namespace>()
  /** The hashes of all API keys that were ever put into a namespace. Redaction covers keys that no longer exist. */
  readonly #knownKeyHashes = new Set<string>()
  /** Whether a word is or was an API key in any namespace. */
  readonly isKey = (word: string): boolean => {
    const keyHash = sha256(word)
    const { store } = this.default
    return (store.initialAccess(keyHash) ?? store.access(keyHash)) !== undefined || this.#knownKeyHashes.has(keyHash)
  }
  readonly redactor = new Redactor({ isKey: this.isKey })
  /** Redacts hints. They can show the API key of the demo, which is public. */
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

  /** Returns the access that an API key has in a namespace that does not exist yet. */
  initialAccess(keyHash: string): Access | undefined {
    return this.default.store.initialAccess(keyHash)
  }

  /** Replaces the state of a namespace. Requests that arrived earlier can no longer change it. */
  async replace(namespace: Namespace, seed: Seed): Promise<void> {
    await inTurns(this.#rememberKeys(seed.keys.keys()))
    namespace.epoch++
    namespace.ids.reset()
    await namespace.store.replace(seed)
  }

  /** Edits the state of a namespace. Requests in progress continue. */
  async edit(namespace: Namespace, edit: (current: Seed) => Steps<Seed>): Promise<void> {
    const rememberKeys = (keyHashes: Iterable<string>) => this.#rememberKeys(keyHashes)
    await namespace.store.edit(function* (current) {
      const seed = yield* edit(current)
      yield* rememberKeys(seed.keys.keys())
      return seed
    })
    namespace.edits++
  }

  /** Redaction covers these keys from now on. */
  *#rememberKeys(keyHashes: Iterable<string>): Steps<void> {
    for (const keyHash of keyHashes) {
      this.#knownKeyHashes.add(keyHash)
      yield
    }
    for (const redactor of [this.redactor, this.hintRedactor]) redactor.forget()
  }

  /** Reads the initial seed, which must be done before a namespace is created. Returns null if the namespace exists. */
  prepare(name: string): Promise<void> | null {
    return this.#namespaces.has(name) ? null : this.default.store.prepareInitialSeed()
  }

  /** Returns the namespace, creating it if necessary. Throws `namespace_limit` if there are too many. */
  getOrCreate(name: string): Namespace {
    const namespace = this.#namespaces.get(name) ?? this.#create(name)
    namespace.lastUsed = this.#options.now()
    return namespace
  }

  /** Returns the namespace or, without adding it, one with its initial state. */
  peek(name: string): Namespace {
    return (
      this.#namespaces.get(name) ??
      new Namespace(name, new MemoryStore(this.default.store.initialSeed()), this.#options)
    )
  }

  #create(name: string): Namespace {
    if (this.#namespaces.size >= this.#options.limit) this.#evict()
    const namespace = this.peek(name)
    this.#namespaces.set(name, namespace)
    return namespace
  }

  /**
   * Evicts the least recently used namespace. A namespace that was used in the last minute stays: its test might only
   * be paused.
   */
  #evict(): void {
    const others = [...this.#namespaces.values()].filter(namespace => namespace !== this.default)
    const [oldest] = others.sort((a, b) => a.lastUsed - b.lastUsed)
    if (oldest === undefined || this.#options.now() - oldest.lastUsed < minIdleMs) throw controlErrors.namespaceLimit()
    this.#namespaces.delete(oldest.name)
    this.#options.onEvict(oldest)
  }
}
