import type { Database, Statement } from 'better-sqlite3'
import type { Access } from '../domain/access.ts'
import type { Destination, DestinationKind, PhoneNumber, Route } from '../domain/number.ts'
import { routeId } from '../domain/number.ts'
import { Committer } from './committer.ts'
import { readPage } from './page.ts'
import { readDestinations, readKeys, readPlanted, readPlantedKeys, readState, replaceState } from './replace.ts'
import type { NumberRow } from './row.ts'
import { toNumber } from './row.ts'
import type { Seed } from './seed.ts'
import type { Decide, Found, NumberPage, NumberQuery, Store, Wanted } from './store.ts'
import type { WriteAheadLog } from './write-ahead-log.ts'

/** The state in a file. The connection is this store's alone, its schema up to date and its seed planted. */
export class SqliteStore implements Store {
  readonly #db: Database
  readonly #log: WriteAheadLog
  readonly #committer: Committer
  #access: ReadonlyMap<string, Access>
  readonly #plantedAccess: ReadonlyMap<string, Access>
  #planted: Seed | undefined
  readonly #number: Statement<[string], NumberRow>
  readonly #destination: Record<DestinationKind, Statement<[string], { account_id: string }>>
  readonly #route: Statement<[string | null, string | null, number, string]>
  #closed: Promise<void> | undefined

  constructor(db: Database, log: WriteAheadLog) {
    this.#db = db
    this.#log = log
    this.#committer = new Committer(db, log)
    this.#access = readKeys(db)
    this.#plantedAccess = readPlantedKeys(db)
    this.#number = db.prepare('SELECT * FROM numbers WHERE e164 = ?')
    this.#destination = {
      trunk: db.prepare('SELECT account_id FROM trunks WHERE id = ?'),
      application: db.prepare('SELECT account_id FROM applications WHERE id = ?'),
    }
    this.#route = db.prepare('UPDATE numbers SET trunk_id = ?, application_id = ?, updated_at = ? WHERE e164 = ?')
  }

  access(keyHash: string): Access | undefined {
    return this.#access.get(keyHash)
  }

  change<const W extends Wanted, A>(wanted: W, decide: Decide<W, A>): Promise<A> {
    return new Promise((resolve, reject) =>
      this.#committer.add({
        decide: () => decide(this.#find(wanted)),
        write: ({ write }) => this.#write(write),
        settle: (error, decision) => (decision === null ? reject(error) : resolve(decision.answer as A)),
      }),
    )
  }

  findNumber(e164: string): Promise<PhoneNumber | null> {
    return this.#read(() => this.#findNumber(e164))
  }

  listNumbers(query: NumberQuery): Promise<NumberPage> {
    return this.#read(() => readPage(this.#db, query))
  }

  listDestinations(accountId: string): Promise<readonly Destination[]> {
    return this.#read(() => readDestinations(this.#db).filter(destination => destination.accountId === accountId))
  }

  plantedAccess(keyHash: string): Access | undefined {
    return this.#plantedAccess.get(keyHash)
  }

  planted(): Seed {
    this.#planted ??= readPlanted(this.#db)
    return this.#planted
  }

  snapshot(): Promise<Seed> {
    return this.#read(() => readState(this.#db))
  }

  replace(seed: Seed): Promise<void> {
    return new Promise((resolve, reject) =>
      this.#committer.add({
        decide: () => seed,
        write: () => replaceState(this.#db, seed),
        settle: error => {
          if (error !== null) return reject(error)
          this.#access = seed.keys
          resolve()
        },
      }),
    )
  }

  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    try {
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
      const answer = read()
      this.#log.whenSynced(lost => (lost === null ? resolve(answer) : reject(lost)))
    })
  }

  #find<const W extends Wanted>({ number, destination }: W): Found<W> {
    const found = {
      number: number === undefined ? null : this.#findNumber(number),
      destination: destination === undefined ? null : this.#findDestination(destination),
    }
    return found as unknown as Found<W>
  }

  #findNumber(e164: string): PhoneNumber | null {
    const row = this.#number.get(e164)
    return row === undefined ? null : toNumber(row)
  }

  #findDestination({ kind, id }: NonNullable<Route>): Destination | null {
    const row = this.#destination[kind].get(id)
    return row === undefined ? null : { kind, id, accountId: row.account_id }
  }

  #write(numbers: readonly PhoneNumber[]): number {
    for (const number of numbers) {
      const { changes } = this.#route.run(
        routeId(number, 'trunk'),
        routeId(number, 'application'),
        number.updatedAt,
        number.e164,
      )
      if (changes === 0) throw new Error(`no number ${number.e164} to write`)
    }
    return numbers.length
  }
}
