import type { Database, Statement } from 'better-sqlite3'
import type { Destination } from '../domain/destination.ts'
import type { DestinationKind, PhoneNumber, Route } from '../domain/number.ts'
import { routeId } from '../domain/number.ts'
import type { ApplicationRow, TrunkRow } from './destination-row.ts'
import { destinationColumns, toApplication, toDestinationRow, toTrunk } from './destination-row.ts'
import type { NumberRow } from './number-row.ts'
import { toNumber } from './number-row.ts'
import type { Decision, Found, Wanted } from './store.ts'

/** The rows that a change asks for and writes. */
export class Rows {
  readonly #db: Database
  readonly #number: Statement<[string], NumberRow>
  readonly #trunk: Statement<[string], TrunkRow>
  readonly #application: Statement<[string], ApplicationRow>
  readonly #route: Statement<[string | null, string | null, number, string]>

  constructor(db: Database) {
    this.#db = db
    this.#number = db.prepare('SELECT * FROM numbers WHERE e164 = ?')
    this.#trunk = db.prepare('SELECT * FROM trunks WHERE id = ?')
    this.#application = db.prepare('SELECT * FROM applications WHERE id = ?')
    this.#route = db.prepare('UPDATE numbers SET trunk_id = ?, application_id = ?, updated_at = ? WHERE e164 = ?')
  }

  find<const W extends Wanted>({ number, destination, numbersOn }: W): Found<W> {
    const found = {
      number: number === undefined ? null : this.number(number),
      destination: destination === undefined ? null : this.destination(destination),
      numbersOn: numbersOn === undefined ? [] : this.#numbersOn(numbersOn),
    }
    return found as unknown as Found<W>
  }

  number(e164: string): PhoneNumber | null {
    const row = this.#number.get(e164)
    return row === undefined ? null : toNumber(row)
  }

  destination({ kind, id }: NonNullable<Route>): Destination | null {
    if (kind === 'trunk') {
      const row = this.#trunk.get(id)
      return row === undefined ? null : toTrunk(row)
    }
    const row = this.#application.get(id)
    return row === undefined ? null : toApplication(row)
  }

  /** Writes what was decided, and says how many rows that were. */
  write({ write, put, remove }: Decision<unknown>): number {
    for (const number of write) this.#writeRoute(number)
    if (put !== undefined) {
      const update = destinationColumns[put.kind].map(column => `${column} = excluded.${column}`).join(', ')
      insert(this.#db, put.kind, `(id) DO UPDATE SET ${update}`).run(toDestinationRow(put))
    }
    if (remove !== undefined) this.#db.prepare(`DELETE FROM ${remove.kind}s WHERE id = ?`).run(remove.id)
    return write.length + [put, remove].filter(each => each !== undefined).length
  }

  /** Looks at every number: an index would cost each change of a route more than a rare deletion gains by it. */
  #numbersOn({ kind, id }: NonNullable<Route>): PhoneNumber[] {
    return this.#db.prepare<[string], NumberRow>(`SELECT * FROM numbers WHERE ${kind}_id = ?`).all(id).map(toNumber)
  }

  #writeRoute(number: PhoneNumber): void {
    const { e164, updatedAt } = number
    const { changes } = this.#route.run(routeId(number, 'trunk'), routeId(number, 'application'), updatedAt, e164)
    if (changes === 0) throw new Error(`no number ${e164} to write`)
  }
}

/** The statement that inserts a trunk or an application, and what it does where there is one of that id. */
export function insert(db: Database, kind: DestinationKind, onConflict: string): Statement {
  const columns = destinationColumns[kind]
  const values = columns.map(column => `@${column}`).join(', ')
  return db.prepare(`INSERT INTO ${kind}s (${columns.join(', ')}) VALUES (${values}) ON CONFLICT ${onConflict}`)
}

/** Those of one kind, sorted by id: of all accounts or of one, all or the first `limit`. */
export function readDestinations(
  db: Database,
  kind: DestinationKind,
  accountId: string | null = null,
  limit = -1,
): Destination[] {
  const where = accountId === null ? '' : 'WHERE account_id = ?'
  const select = db.prepare<unknown[], unknown>(`SELECT * FROM ${kind}s ${where} ORDER BY id LIMIT ?`)
  const rows = accountId === null ? select.all(limit) : select.all(accountId, limit)
  return kind === 'trunk' ? (rows as TrunkRow[]).map(toTrunk) : (rows as ApplicationRow[]).map(toApplication)
}
