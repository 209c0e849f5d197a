import type { PhoneNumber } from '../domain/number.ts'

/** One request and how it ended. Flat, for there is one for each request. */
export interface Entry {
  /** Counts the world's requests from 1. */
  readonly id: number
  readonly world: string
  /** When it arrived, by the world's clock, in milliseconds since 1970. */
  readonly at: number
  readonly requestId: string
  readonly operation: string | null
  readonly e164: string | null
  readonly method: string
  readonly path: string
  /** The name that stands for the key; null for one that nobody holds. */
  readonly key: string | null
  readonly requestBody: string | null
  /** null where the connection was gone before the answer was out. */
  readonly status: number | null
  readonly answerBody: string | null
  readonly duration: number
  /** The number as it was and as it became, where the request changed one. */
  readonly before: PhoneNumber | null
  readonly after: PhoneNumber | null
  readonly fault: string | null
  readonly hint: string | null
}

/** How many entries are kept, of a world and of all. */
export interface JournalLimits {
  readonly world: number
  readonly all: number
}

/** What happened in a world, oldest first. */
export class Journal {
  readonly entries = new Set<Entry>()
  /** How many entries are no longer kept. */
  dropped = 0
  /** Grows each time it is cleared: what arrived before is not kept after it. */
  generation = 0
  #last = 0

  /** The id of the next entry. */
  next(): number {
    return ++this.#last
  }

  clear(): void {
    this.entries.clear()
    this.dropped = 0
    this.generation++
    this.#last = 0
  }
}

/** The journals of all worlds: keeps their limits, and tells whoever waits for an entry. */
export class Journals {
  readonly #limits: JournalLimits
  /** Each entry that is kept, with its journal, in the order in which the requests ended. */
  readonly #all = new Map<Entry, Journal>()
  readonly #watchers = new Set<(entry: Entry) => void>()

  constructor(limits: JournalLimits) {
    this.#limits = limits
  }

  add(journal: Journal, entry: Entry): void {
    journal.entries.add(entry)
    this.#all.set(entry, journal)
    if (journal.entries.size > this.#limits.world) this.#drop(first(journal.entries), journal)
    if (this.#all.size > this.#limits.all) {
      const [oldest, its] = first(this.#all)
      this.#drop(oldest, its)
    }
    for (const watcher of this.#watchers) watcher(entry)
  }

  clear(journal: Journal): void {
    for (const entry of journal.entries) this.#all.delete(entry)
    journal.clear()
  }

  /** Calls at each entry, until what it returns is called. */
  watch(watcher: (entry: Entry) => void): () => void {
    this.#watchers.add(watcher)
    return () => this.#watchers.delete(watcher)
  }

  /** How many watch. */
  get watched(): number {
    return this.#watchers.size
  }

  #drop(entry: Entry, journal: Journal): void {
    journal.entries.delete(entry)
    this.#all.delete(entry)
    journal.dropped++
  }
}

function first<T>(values: Iterable<T>): T {
  const [value] = values
  return value as T
}
