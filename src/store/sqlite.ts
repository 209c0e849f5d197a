import type { Database } from 'better-sqlite3'
import type { Steps } from '../base/turns.ts'
import { inTurns, runToEnd } from '../base/turns.ts'
import type { Access } from '../domain/access.ts'
import type { Destination } from '../domain/destination.ts'
import type { Assignment, DestinationKind, PhoneNumber } from '../domain/number.ts'
import { Committer } from './committer.ts'
import { readPage } from './page.ts'
import { editState, readInitialKeys, readInitialSeed, readKeys, readState, replaceState } from './replace.ts'
import { Rows, readDestinations } from './rows.ts'
import type { Seed } from './seed.ts'
import type { Decide, NumberPage, NumberQuery, NumberWithDestination, Selection, Store } from './store.ts'
import type { WriteAheadLog } from './write-ahead-log.ts'

/**
 * Keeps the state in a SQLite database. Expects a connection that nothing else uses, to a database whose schema is up
 * to date and whose initial seed is inserted.
 */
export class SqliteStore implements Store {
  readonly #db: Database
  readonly #log: WriteAheadLog
  readonly #committer: Committer
  #access: ReadonlyMap<string, Access>
  readonly #initialAccess: ReadonlyMap<string, Access>
  #initialSeed: Seed | undefined
  #preparing: Promise<Seed> | undefined
  readonly #rows: Rows
  #closed: Promise<void> | undefined

  constructor(db: Database, log: WriteAheadLog) {
    this.#db = db
    this.#log = log
    this.#committer = new Committer(db, log)
    this.#access = readKeys(db)
    this.#initialAccess = readInitialKeys(db)
    this.#rows = new Rows(db)
  }

  get syncError(): Error | null {
    return this.#log.failure
  }

  access(keyHash: string): Access | undefined {
    return this.#access.get(keyHash)
  }

  change<const W extends Selection, A>(selection: W, decide: Decide<W, A>): Promise<A> {
    const { assignedNumbers } = selection
    if (assignedNumbers !== undefined)
      return this.#committer.addLong(this.#rows.changeAssignedNumbers({ ...selection, assignedNumbers }, decide))
    return new Promise((resolve, reject) =>
      this.#committer.add({
        decide: () => decide(this.#rows.find(selection)),
        write: decision => this.#rows.write(decision),
        settle: (error, decision) => (decision === null ? reject(error) : resolve(decision.result as A)),
      }),
    )
  }

  findNumber(e164: string): Promise<PhoneNumber | null> {
    return this.#read(() => this.#rows.findNumber(e164))
  }

  listNumbers(query: NumberQuery): Promise<NumberPage> {
    return this.#read(() => readPage(this.#db, query))
  }

  findDestination(assignment: NonNullable<Assignment>): Promise<Destination | null> {
    return this.#read(() => this.#rows.findDestination(assignment))
  }

  listDestinations(accountId: string, kind: DestinationKind, limit?: number): Promise<readonly Destination[]> {
    return this.#read(() => readDestinations(this.#db, kind, accountId, limit))
  }

  findNumberWithDestination(e164: string): Promise<NumberWithDestination | null> {
    return this.#read(() => {
      const number = this.#rows.findNumber(e164)
      return number && { number, destination: number.assignment && this.#rows.findDestination(number.assignment) }
    })
  }

  initialAccess(keyHash: string): Access | undefined {
    return this.#initialAccess.get(keyHash)
  }

  initialSeed(): Seed {
    this.#initialSeed ??= runToEnd(readInitialSeed(this.#db))
    return this.#initialSeed
  }

  async prepareInitialSeed(): Promise<void> {
    if (this.#initialSeed !== undefined) return
    this.#preparing ??= inTurns(readInitialSeed(this.#db))
    try {
      const seed = await this.#preparing
      this.#initialSeed ??= seed
    } finally {
      this.#preparing = undefined
    }
  }

  snapshot(): Promise<Seed> {
    return this.#committer.addLong(readState(this.#db))
  }

  async replace(seed: Seed): Promise<void> {
    await this.#committer.addLong(replaceState(this.#db, seed), 'OFF')
    this.#access = seed.keys
  }

  async edit(edit: (current: Seed) => Steps<Seed>): Promise<void> {
    const { keys } = await this.#committer.addLong(editState(this.#db, edit), 'OFF')
    this.#access = keys
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    try {
      // SQLite would silently close a file that was removed, and the state would be lost.
      this.#log.checkFiles()
      // An empty change runs after everything that is queued.
      await this.change({}, () => ({ write: [], result: null }))
    } finally {
      this.#log.close()
      this.#db.close()
    }
  }

  /** Resolves only when the commits that the read may have seen are on disk. */
  #read<A>(read: () => A): Promise<A> {
    return new Promise((resolve, reject) => {
      this.#committer.whenFree(() => {
        try {
          const result = read()
          this.#log.whenSynced(failure => (failure === null ? resolve(result) : reject(failure)))
        } catch (error) {
          reject(error)
        }
      })
    })
  }
}
