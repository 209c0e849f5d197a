import type { Database, Statement } from 'better-sqlite3'
import type { Steps } from '../base/turns.ts'
import type { Destination } from '../domain/destination.ts'
import type { Assignment, DestinationKind, PhoneNumber } from '../domain/number.ts'
import { assignedId } from '../domain/number.ts'
import type { LongResult } from './committer.ts'
import type { ApplicationRow, TrunkRow } from './destination-row.ts'
import { destinationColumns, toApplication, toDestinationRow, toTrunk } from './destination-row.ts'
import type { NumberRow } from './number-row.ts'
import { toNumber } from './number-row.ts'
import type { Decide, Decision, Found, Wanted } from './store.ts'

const pageLength = 500

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

  find<const W extends Wanted>({ number, destination }: W, numbersOn: readonly PhoneNumber[] = []): Found<W> {
    const found = {
      number: number === undefined ? null : this.number(number),
      destination: destination === undefined ? null : this.destination(destination),
      numbersOn,
    }
    return found as unknown as Found<W>
  }

  /** A change that asks for all numbers on a trunk, of which there may be a million. */
  *changeNumbersOn<const W extends Wanted, A>(
    wanted: W & Pick<Required<Wanted>, 'numbersOn'>,
    decide: Decide<W, A>,
  ): Steps<LongResult<A>> {
    const { write, ...others } = decide(this.find(wanted, yield* this.#numbersOn(wanted.numbersOn)))
    for (const number of write) {
      this.#writeAssignment(number)
      yield
    }
    return { rows: write.length + this.write({ ...others, write: [] }), result: others.answer as A }
  }

  number(e164: string): PhoneNumber | null {
    const row = this.#number.get(e164)
    return row === undefined ? null : toNumber(row)
  }

  destination({ kind, id }: NonNullable<Assignment>): Destination | null {
    if (kind === 'trunk') {
      const row = this.#trunk.get(id)
      return row === undefined ? null : toTrunk(row)
    }
    const row = this.#application.get(id)
    return row === undefined ? null : toApplication(row)
  }

  /** Writes what was decided, and says how many rows that were. */
  write({ write, put, remove }: Decision<unknown>): number {
    for (const number of write) this.#writeAssignment(number)
    if (put !== undefined) {
      const update = destinationColumns[put.kind].map(column => `${column} = excluded.${column}`).join(', ')
      insert(this.#db, put.kind, `(id) DO UPDATE SET ${update}`).run(toDestinationRow(put))
    }
    if (remove !== undefined) this.#db.prepare(`DELETE FROM ${remove.kind}s WHERE id = ?`).run(remove.id)
    return write.length + [put, remove].filter(each => each !== undefined).length
  }

  /** Looks at every number: an index would cost each change of a route more than a rare deletion gains by it. */
  *#numbersOn({ kind, id }: NonNullable<Assignment>): Steps<PhoneNumber[]> {
    const page = this.#db.prepare<[string, string], NumberRow>(
      `SELECT * FROM numbers WHERE ${kind}_id = ? AND e164 > ? ORDER BY e164 LIMIT ${pageLength}`,
    )
    const all: PhoneNumber[] = []
    for (let last: string | undefined = ''; last !== undefined; yield) {
      const rows = page.all(id, last)
      for (const row of rows) all.push(toNumber(row))
      last = rows.length < pageLength ? undefined : rows.at(-1)?.e164
    }
    return all
  }

  #writeAssignment(number: PhoneNumber): void {
    const { e164, updatedAt } = number
    const { changes } = this.#route.run(assignedId(number, 'trunk'), assignedId(number, 'application'), updatedAt, e164)
    if (changes === 0) throw new Error(`no number ${e164} to write`)
  }
}

/** The statement that inserts a trunk or an application, and what it does where there is one of that id. */
export function insert(db: Database, kind: DestinationKind, onConflict: string): Statement {
  const columns = destinationColumns[kind]
  const values = columns.map(column => `@${column}`).join(', ')
  return db.prepare(`INSERT INTO ${kind}s (${columns.join(', ')}) VALUES (${values}) ON CONFLICT ${onConflict}`)
}

/** Those of one kind and account, sorted by id: all, or the first `limit`. */
export function readDestinations(db: Database, kind: DestinationKind, accountId: string, limit = -1): Destination[] {
  const select = db.prepare<[string, number]>(`SELECT * FROM ${kind}s WHERE account_id = ? ORDER BY id LIMIT ?`)
  const rows = select.all(accountId, limit)
  return kind === 'trunk' ? (rows as TrunkRow[]).map(toTrunk) : (rows as ApplicationRow[]).map(toApplication)
}
