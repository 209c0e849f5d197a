import { guarded } from '../base/guarded.ts'
import { Queue } from './queue.ts'

/** How many entries are kept, of a namespace and of all. */
export interface LogLimits {
  readonly namespace: number
  readonly all: number
}

/** How many bytes all entries together may take: so many for each that may be kept, and never less than the least. */
const [bytesPerEntry, leastBytes] = [2_560, 16 * 1024 * 1024]

/** What happened in a namespace, oldest first. */
export class Log<T> {
  readonly entries = new Queue<T>()
  /** How many entries are no longer kept. */
  dropped = 0
  /** Grows each time it is cleared: what arrived before is not kept after it. */
  generation = 0
  #last = 0
  /** How many of its turns among those of all have lost their entry: always the oldest. */
  #void = 0

  /** The id of the next entry. */
  next(): number {
    return ++this.#last
  }

  /** Drops the oldest. There must be one. */
  drop(): T {
    this.dropped++
    this.#void++
    return this.entries.shift() as T
  }

  /** Gives up its oldest turn, if that has lost its entry. */
  yields(): boolean {
    if (this.#void === 0) return false
    this.#void--
    return true
  }

  clear(): T[] {
    const cleared = this.entries.list()
    while (this.entries.length > 0) this.drop()
    this.dropped = 0
    this.generation++
    this.#last = 0
    return cleared
  }
}

/** Told of each entry with those that were dropped for it, or of those of a log that was cleared. */
type Watcher<T> = (entry: T | null, dropped: readonly T[]) => void

/** The logs of all namespaces: enforces their limits, in entries and in bytes, and notifies watchers of each entry. */
export class Logs<T> {
  readonly #limits: LogLimits
  readonly #mostBytes: number
  readonly #sizeOf: (entry: T) => number
  readonly #onError: (error: unknown) => void
  /** Whose turn it is to lose its oldest entry: each log once for each entry, in the order in which these came. */
  readonly #turns = new Queue<Log<T>>()
  readonly #watchers = new Set<Watcher<T>>()
  #kept = 0
  #bytes = 0

  /** `sizeOf` says about how many bytes an entry takes. What a watcher throws goes to `onError`: no other meets it. */
  constructor(limits: LogLimits, sizeOf: (entry: T) => number, onError: (error: unknown) => void) {
    this.#limits = limits
    this.#mostBytes = Math.max(limits.all * bytesPerEntry, leastBytes)
    this.#sizeOf = sizeOf
    this.#onError = onError
  }

  add(log: Log<T>, entry: T): void {
    const { namespace, all } = this.#limits
    const dropped: T[] = []
    log.entries.push(entry)
    this.#turns.push(log)
    this.#kept++
    this.#bytes += this.#sizeOf(entry)
    if (log.entries.length > namespace) dropped.push(this.#drop(log))
    while (this.#kept > all || this.#bytes > this.#mostBytes) dropped.push(this.#dropOldest())
    if (this.#turns.length > 2 * this.#kept + 1_000) this.#turns.keep(each => !each.yields())
    for (const watcher of this.#watchers) watcher(entry, dropped)
  }

  clear(log: Log<T>): void {
    const cleared = log.clear()
    this.#kept -= cleared.length
    for (const entry of cleared) this.#bytes -= this.#sizeOf(entry)
    for (const watcher of this.#watchers) watcher(null, cleared)
  }

  /** Calls at each entry, until what it returns is called. */
  watch(watcher: (entry: T) => void): () => void {
    return this.watchChanges(entry => entry !== null && watcher(entry))
  }

  /** Calls at each change, until what it returns is called. */
  watchChanges(watcher: Watcher<T>): () => void {
    const guardedWatcher = guarded(watcher, this.#onError)
    this.#watchers.add(guardedWatcher)
    return () => this.#watchers.delete(guardedWatcher)
  }

  /** How many watch. */
  get watched(): number {
    return this.#watchers.size
  }

  #drop(log: Log<T>): T {
    const entry = log.drop()
    this.#kept--
    this.#bytes -= this.#sizeOf(entry)
    return entry
  }

  /** There is one, for more are kept than may be. */
  #dropOldest(): T {
    let log = this.#turns.shift() as Log<T>
    while (log.yields()) log = this.#turns.shift() as Log<T>
    const entry = this.#drop(log)
    // This turn was taken already.
    log.yields()
    return entry
  }
}
