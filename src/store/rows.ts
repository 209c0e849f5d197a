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
import type { Decide, Decision, LoadedRecords, Selection } from './store.ts'

const pageLength = 500

/** Reads and writes the rows of numbers, trunks and applications. */
export class Rows {
  readonly #db: Database
  readonly #number: Statement<[string], NumberRow>
  readonly #trunk: Statement<[string], TrunkRow>
  readonly #application: Statement<[string], ApplicationRow>
  readonly #assignment: Statement<[string | null, string | null, number, string]>

  constructor(db: Database) {
    this.#db = db
    this.#number = db.prepare('SELECT * FROM numbers WHERE e164 = ?')
    this.#trunk = db.prepare('SELECT * FROM trunks WHERE id = ?')
    this.#application = db.prepare('SELECT * FROM applications WHERE id = ?')
    this.#assignment = db.prepare('UPDATE numbers SET trunk_id = ?, application_id = ?, updated_at = ? WHERE e164 = ?')
  }

  find<const W extends Selection>(
    { number, destination }: W,
    assignedNumbers: readonly PhoneNumber[] = [],
  ): LoadedRecords<W> {
    const found = {
      number: number === undefined ? null : this.findNumber(number),
      destination: destination === undefined ? null : this.findDestination(destination),
      assignedNumbers,
    }
    return found as unknown as LoadedRecords<W>
  }

  /** A change that loads all numbers assigned to a trunk or application; there can be a million. */
  *changeAssignedNumbers<const W extends Selection, A>(
    selection: W & Pick<Required<Selection>, 'assignedNumbers'>,
    decide: Decide<W, A>,
  ): Steps<LongResult<A>> {
    const { write, ...others } = decide(this.find(selection, yield* this.#assignedNumbers(selection.assignedNumbers)))
    for (const number of write) {
      this.#writeAssignment(number)
      yield
    }
    return { rows: write.length + this.write({ ...others, write: [] }), result: others.result as A }
  }

  findNumber(e164: string): PhoneNumber | null {
    const row = this.#number.get(e164)
    return row === undefined ? null : toNumber(row)
  }

  findDestination({ kind, id }: NonNullable<Assignment>): Destination | null {
    if (kind === 'trunk') {
      const row = this.#trunk.get(id)
      return row === undefined ? null : toTrunk(row)
    }
    const row = this.#application.get(id)
    return row === undefined ? null : toApplication(row)
  }

  /** Writes a decision and returns the number of rows. */
  write({ write, put, remove }: Decision<unknown>): number {
    for (const number of write) this.#writeAssignment(number)
    if (put !== undefined) {
      const update = destinationColumns[put.kind].map(column => `${column} = excluded.${column}`).join(', ')
      prepareDestinationInsert(this.#db, put.kind, `(id) DO UPDATE SET ${update}`).run(toDestinationRow(put))
    }
    if (remove !== undefined) this.#db.prepare(`DELETE FROM ${remove.kind}s WHERE id = ?`).run(remove.id)
    return write.length + [put, remove].filter(each => each !== undefined).length
  }

  /** Scans all numbers: an index would slow down every assignment, and deletions are rare. */
  *#assignedNumbers({ kind, id }: NonNullable<Assignment>): Steps<PhoneNumber[]> {
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

  /** Writes the assignment and `updatedAt` of a number. Throws if the number does not exist. */
  #writeAssignment(number: PhoneNumber): void {
    const { e164, updatedAt } = number
    const { changes } = this.#assignment.run(
      assignedId(number, 'trunk'),
      assignedId(number, 'application'),
      updatedAt,
      e164,
    )
    if (changes === 0) throw new Error(`number ${e164} does not exist`)
  }
}

/** The statement that inserts a trunk or an application. `onConflict` says what to do if the id exists. */
export function prepareDestinationInsert(db: Database, kind: DestinationKind, onConflict: string): Statement {
  const columns = destinationColumns[kind]
  const values = columns.map(column => `@${column}`).join(', ')
  return db.prepare(`INSERT INTO ${kind}s (${columns.join(', ')}) VALUES (${values}) ON CONFLICT ${onConflict}`)
}

/** The account's trunks or applications, sorted by id: the first `limit`, or all of them without a limit. */
export function readDestinations(db: Database, kind: DestinationKind, accountId: string, limit = -1): Destination[] {
  const select = db.prepare<[string, number]>(`SELECT * FROM ${kind}s WHERE account_id = ? ORDER BY id LIMIT ?`)
  const rows = select.all(accountId, limit)
  return kind === 'trunk' ? (rows as TrunkRow[]).map(toTrunk) : (rows as ApplicationRow[]).map(toApplication)
}
