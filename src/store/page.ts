import type { Database } from 'better-sqlite3'
import type { PhoneNumber } from '../domain/number.ts'
import type { NumberRow } from './number-row.ts'
import { toNumber } from './number-row.ts'
import type { NumberPage, NumberQuery } from './store.ts'

/**
 * Reads a page of an account's numbers. The total of an unfiltered list is stored in the account, so it is not counted.
 */
export function readPage(db: Database, query: NumberQuery): NumberPage {
  const total = count(db, query)
  return { total, numbers: query.offset < total ? page(db, query) : [] }
}

function count(db: Database, { accountId, country, status }: NumberQuery): number {
  if (country === undefined && status === undefined) {
    const account = db.prepare<[string], { numbers: number }>('SELECT numbers FROM accounts WHERE id = ?')
    return account.get(accountId)?.numbers ?? 0
  }
  const { where, values } = whereClause(accountId, country, status)
  const counting = db.prepare<string[], number>(`SELECT count(*) FROM numbers ${where}`).pluck()
  return counting.get(...values) as number
}

function page(db: Database, { accountId, country, status, offset, limit }: NumberQuery): PhoneNumber[] {
  const { where, values } = whereClause(accountId, country, status)
  // Without filters the subquery uses only the index, so the rows before the page are not read.
  const e164s = `SELECT e164 FROM numbers ${where} ORDER BY e164 LIMIT ? OFFSET ?`
  const page = db.prepare<(string | number)[], NumberRow>(
    `SELECT * FROM numbers WHERE e164 IN (${e164s}) ORDER BY e164`,
  )
  return page.all(...values, limit, offset).map(toNumber)
}

function whereClause(accountId: string, country: string | undefined, status: string | undefined) {
  const conditions = { account_id: accountId, country, status }
  const filters = Object.entries(conditions).filter((entry): entry is [string, string] => entry[1] !== undefined)
  return {
    where: `WHERE ${filters.map(([column]) => `${column} = ?`).join(' AND ')}`,
    values: filters.map(([, value]) => value),
  }
}
