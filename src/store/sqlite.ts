import type { Database } from 'better-sqlite3'
import { inTurns, runToEnd } from '../base/turns.ts'
import type { Access } from '../domain/access.ts'
import type { Destination } from '../domain/destination.ts'
import type { Assignment, DestinationKind, PhoneNumber } from '../domain/number.ts'
import { Committer } from './committer.ts'
import { readPage } from './page.ts'
import { readInitialKeys, readInitialSeed, readKeys, readState, replaceState } from './replace.ts'
import { Rows, readDestinations } from './rows.ts'
import type { Seed } from './seed.ts'
import type { Decide, NumberPage, NumberQuery, NumberWithDestination, Store, Wanted } from './store.ts'
import type { WriteAheadLog } from './write-ahead-log.ts'

/** The state in a file. The connection is this store's alone, its schema up to date and its seed planted. */
export class SqliteStore implements Store {
  readonly #db: Database
  readonly #log: WriteAheadLog
  readonly #committer: Committer
  #access: ReadonlyMap<string, Access>
  readonly #plantedAccess: ReadonlyMap<string, Access>
  #planted: Seed | undefined
  #preparing: Promise<Seed> | undefined
  readonly #rows: Rows
  #closed: Promise<void> | undefined

  constructor(db: Database, log: WriteAheadLog) {
    this.#db = db
    this.#log = log
    this.#committer = new Committer(db, log)
    this.#access = readKeys(db)
    this.#plantedAccess = readInitialKeys(db)
    this.#rows = new Rows(db)
  }

  get syncError(): Error | null {
    return this.#log.lost
  }

  access(keyHash: string): Access | undefined {
    return this.#access.get(keyHash)
  }

  change<const W extends Wanted, A>(wanted: W, decide: Decide<W, A>): Promise<A> {
    const { numbersOn } = wanted
    if (numbersOn !== undefined)
      return this.#committer.addLong(this.#rows.changeNumbersOn({ ...wanted, numbersOn }, decide))
    return new Promise((resolve, reject) =>
      this.#committer.add({
        decide: () => decide(this.#rows.find(wanted)),
        write: decision => this.#rows.write(decision),
        settle: (error, decision) => (decision === null ? reject(error) : resolve(decision.answer as A)),
      }),
    )
  }

  findNumber(e164: string): Promise<PhoneNumber | null> {
    return this.#read(() => this.#rows.number(e164))
  }

  listNumbers(query: NumberQuery): Promise<NumberPage> {
    return this.#read(() => readPage(this.#db, query))
  }

  findDestination(route: NonNullable<Assignment>): Promise<Destination | null> {
    return this.#read(() => this.#rows.destination(route))
  }

  listDestinations(accountId: string, kind: DestinationKind, limit?: number): Promise<readonly Destination[]> {
    return this.#read(() => readDestinations(this.#db, kind, accountId, limit))
  }

  findNumberWithDestination(e164: string): Promise<NumberWithDestination | null> {
    return this.#read(() => {
      const number = this.#rows.number(e164)
      return number && { number, destination: number.assignment && this.#rows.destination(number.assignment) }
    })
  }

  initialAccess(keyHash: string): Access | undefined {
    return this.#plantedAccess.get(keyHash)
  }

  initialSeed(): Seed {
    this.#planted ??= runToEnd(readInitialSeed(this.#db))
    return this.#planted
  }

  async prepareInitialSeed(): Promise<void> {
    if (this.#planted !== undefined) return
    this.#preparing ??= inTurns(readInitialSeed(this.#db))
    try {
      const seed = await this.#preparing
      this.#planted ??= seed
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

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    try {
      // SQLite would close a file that was removed without a word, and with it what is in no other place.
      this.#log.checkFiles()
      // Behind all that is queued.
      await this.change({}, () => ({ write: [], answer: null }))
    } finally {
      this.#log.close()
      this.#db.close()
    }
  }

  /** Answers only when the commits that the reading may have seen are on disk. */
  #read<A>(read: () => A): Promise<A> {
    return new Promise((resolve, reject) => {
      this.#committer.whenFree(() => {
        try {
          const answer = read()
          this.#log.whenSynced(lost => (lost === null ? resolve(answer) : reject(lost)))
        } catch (error) {
          reject(error)
        }
      })
    })
  }
}
