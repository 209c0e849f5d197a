import { guarded } from '../base/guarded.ts'
import type { PhoneNumber } from '../domain/number.ts'
import type { Operation } from './operation.ts'
import { Queue } from './queue.ts'

/** One request and how it ended. Flat, for there is one for each request. */
export interface Entry {
  /** Counts the world's requests from 1. */
  readonly id: number
  readonly world: string
  /** When it arrived, by the world's clock, in milliseconds since 1970. */
  readonly at: number
  readonly requestId: string
  readonly operation: Operation | null
  readonly e164: string | null
  readonly method: string
  readonly path: string
  /** The hash of the key; null for one that nobody holds. */
  readonly key: string | null
  readonly requestBody: string | null
  /** null where the connection was gone before the answer was out. */
  readonly status: number | null
  readonly answerBody: string | null
  /** The code of its refusal. */
  readonly refused: string | null
  readonly duration: number
  /** Where the number went before the request and after it, where it was one that changes. */
  readonly before: Configured | null
  readonly after: Configured | null
  readonly fault: string | null
  readonly hint: string | null
}

/** Of a number, what a request can change. */
export type Configured = Pick<PhoneNumber, 'route' | 'updatedAt'>

/** How many entries are kept, of a world and of all. */
export interface JournalLimits {
  readonly world: number
  readonly all: number
}

/** What happened in a world, oldest first. */
export class Journal {
  readonly entries = new Queue<Entry>()
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

  /** Drops the oldest. */
  drop(): void {
    this.entries.shift()
    this.dropped++
    this.#void++
  }

  /** Gives up its oldest turn, if that has lost its entry. */
  yields(): boolean {
    if (this.#void === 0) return false
    this.#void--
    return true
  }

  clear(): void {
    while (this.entries.length > 0) this.drop()
    this.dropped = 0
    this.generation++
    this.#last = 0
  }
}

/** The journals of all worlds: keeps their limits, and tells whoever waits for an entry. */
export class Journals {
  readonly #limits: JournalLimits
  /** Whose turn it is to lose its oldest entry: each journal once for each entry, in the order in which these came. */
  readonly #turns = new Queue<Journal>()
  readonly #watchers = new Set<(entry: Entry) => void>()
  readonly #onError: (error: unknown) => void
  #kept = 0

  /** What a watcher throws goes to `onError`: no request and no other watcher meets it. */
  constructor(limits: JournalLimits, onError: (error: unknown) => void) {
    this.#limits = limits
    this.#onError = onError
  }

  add(journal: Journal, entry: Entry): void {
    journal.entries.push(entry)
    this.#turns.push(journal)
    this.#kept++
    if (journal.entries.length > this.#limits.world) this.#drop(journal)
    if (this.#kept > this.#limits.all) this.#dropOldest()
    if (this.#turns.length > 2 * this.#kept + 1_000) this.#turns.keep(each => !each.yields())
    for (const watcher of this.#watchers) watcher(entry)
  }

  clear(journal: Journal): void {
    this.#kept -= journal.entries.length
    journal.clear()
  }

  /** Calls at each entry, until what it returns is called. */
  watch(watcher: (entry: Entry) => void): () => void {
    const guardedWatcher = guarded(watcher, this.#onError)
    this.#watchers.add(guardedWatcher)
    return () => this.#watchers.delete(guardedWatcher)
  }

  /** How many watch. */
  get watched(): number {
    return this.#watchers.size
  }

  #drop(journal: Journal): void {
    journal.drop()
    this.#kept--
  }

  /** There is one, for more are kept than may be. */
  #dropOldest(): void {
    let journal = this.#turns.shift() as Journal
    while (journal.yields()) journal = this.#turns.shift() as Journal
    this.#drop(journal)
    // This turn was taken already.
    journal.yields()
  }
}
