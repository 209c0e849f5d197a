import { guarded } from '../base/guarded.ts'
import { Queue } from './queue.ts'

/** How many entries are kept, per namespace and in total. */
export interface LogLimits {
  readonly namespace: number
  readonly all: number
}

/**
 * The limit in bytes for all entries together: `bytesPerEntry` for each entry that can be kept, and at least
 * `minBytes`.
 */
const [bytesPerEntry, minBytes] = [2_560, 16 * 1024 * 1024]

/** The entries of a namespace, oldest first. */
export class Log<T> {
  readonly entries = new Queue<T>()
  /** How many entries were dropped since the log was last cleared. */
  dropped = 0
  /** Incremented when the log is cleared. Requests that arrived before are not added after. */
  generation = 0
  #lastId = 0
  /** How many of its turns in `Logs.#turns`, always the oldest, belong to entries that were already dropped. */
  #staleTurns = 0

  /** Returns the id for the next entry, from 1. */
  nextId(): number {
    return ++this.#lastId
  }

  /** Drops and returns the oldest entry. The log must not be empty. */
  drop(): T {
    this.dropped++
    this.#staleTurns++
    return this.entries.shift() as T
  }

  /** Releases its oldest turn if the entry of that turn was already dropped; returns whether it was. */
  releaseTurn(): boolean {
    if (this.#staleTurns === 0) return false
    this.#staleTurns--
    return true
  }

  /** Removes and returns all entries, and starts counting again. */
  clear(): T[] {
    const cleared = this.entries.list()
    while (this.entries.length > 0) this.drop()
    this.dropped = 0
    this.generation++
    this.#lastId = 0
    return cleared
  }
}

/**
 * Called with each new entry and the entries dropped for it, or with null and the entries of a log that was cleared.
 */
type Watcher<T> = (entry: T | null, dropped: readonly T[]) => void

/** The logs of all namespaces: enforces their limits, in entries and in bytes, and notifies watchers of each entry. */
export class Logs<T> {
  readonly #limits: LogLimits
  readonly #maxBytes: number
  readonly #sizeOf: (entry: T) => number
  readonly #onError: (error: unknown) => void
  /**
   * The order in which logs drop their oldest entry: each log once per entry, in the order in which the entries were
   * added.
   */
  readonly #turns = new Queue<Log<T>>()
  readonly #watchers = new Set<Watcher<T>>()
  #entryCount = 0
  #bytes = 0

  /**
   * `sizeOf` estimates the size of an entry in bytes. An exception thrown by a watcher goes to `onError` and affects no
   * other watcher.
   */
  constructor(limits: LogLimits, sizeOf: (entry: T) => number, onError: (error: unknown) => void) {
    this.#limits = limits
    this.#maxBytes = Math.max(limits.all * bytesPerEntry, minBytes)
    this.#sizeOf = sizeOf
    this.#onError = onError
  }

  add(log: Log<T>, entry: T): void {
    const { namespace, all } = this.#limits
    const dropped: T[] = []
    log.entries.push(entry)
    this.#turns.push(log)
    this.#entryCount++
    this.#bytes += this.#sizeOf(entry)
    if (log.entries.length > namespace) dropped.push(this.#drop(log))
    while (this.#entryCount > all || this.#bytes > this.#maxBytes) dropped.push(this.#dropOldest())
    if (this.#turns.length > 2 * this.#entryCount + 1_000) this.#turns.retain(each => !each.releaseTurn())
    for (const watcher of this.#watchers) watcher(entry, dropped)
  }

  clear(log: Log<T>): void {
    const cleared = log.clear()
    this.#entryCount -= cleared.length
    for (const entry of cleared) this.#bytes -= this.#sizeOf(entry)
    for (const watcher of this.#watchers) watcher(null, cleared)
  }

  /** Calls `watcher` with each new entry. Returns a function that stops watching. */
  watch(watcher: (entry: T) => void): () => void {
    return this.watchChanges(entry => entry !== null && watcher(entry))
  }

  /** Calls `watcher` at each new entry and each clearing. Returns a function that stops watching. */
  watchChanges(watcher: Watcher<T>): () => void {
    const guardedWatcher = guarded(watcher, this.#onError)
    this.#watchers.add(guardedWatcher)
    return () => this.#watchers.delete(guardedWatcher)
  }

  /** The number of watchers. */
  get watcherCount(): number {
    return this.#watchers.size
  }

  #drop(log: Log<T>): T {
    const entry = log.drop()
    this.#entryCount--
    this.#bytes -= this.#sizeOf(entry)
    return entry
  }

  /** Drops the oldest entry of all logs. Called only when a limit is exceeded, so there is one. */
  #dropOldest(): T {
    let log = this.#turns.shift() as Log<T>
    while (log.releaseTurn()) log = this.#turns.shift() as Log<T>
    const entry = this.#drop(log)
    // The turn of this entry is already removed from the queue.
    log.releaseTurn()
    return entry
  }
}
