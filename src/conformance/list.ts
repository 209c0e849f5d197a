import type { list as ledgerList } from '../behaviors/list.ts'
import type { ChecksOf } from './check.ts'
import { read } from './check.ts'
import { invalid, noNumber, numberNotFound } from './expected-error.ts'
import { atMost, list, listOf, Matcher, sortedBy, success } from './matcher.ts'
import { NotChecked } from './verdict.ts'

const count = new Matcher('a count', seen => Number.isInteger(seen) && Number(seen) >= 0)

const emptyAccount = 'the account has no number'

/** Of src/ledger/list.ts. */
export const listChecks = {
  'list-shape': read(api => {
    const pagination = { total: count, count, per_page: 20, current_page: 1, total_pages: count }
    return api.expect('GET', api.numbers, { status: success, body: { data: list, pagination } })
  }),
  'list-filters': read(async api => {
    const none = { data: [], pagination: { total: 0 } }
    await api.expect('GET', `${api.numbers}?country=ZZ`, { status: success, body: none })
    const active = { data: listOf({ status: 'active' }) }
    await api.expect('GET', `${api.numbers}?status=active`, { status: success, body: active })
    const one = { data: atMost(1), pagination: { per_page: 1, current_page: 2 } }
    await api.expect('GET', `${api.numbers}?per_page=1&page=2`, { status: success, body: one })
  }),
  'list-money': read(async api => {
    const { body } = await api.expect('GET', api.numbers, { status: success, body: { data: list } })
    if ((body as { data: unknown[] }).data.length === 0) throw new NotChecked(emptyAccount)
    await api.expect('GET', api.numbers, { text: new Matcher('fees with two decimals', seen => hasFees(String(seen))) })
  }),
  'list-invalid': read(async api => {
    for (const query of ['page=0', 'per_page=0', 'per_page=101', 'status=gone', 'country=USA'])
      await api.expect('GET', `${api.numbers}?${query}`, invalid())
  }),
  'list-order': read(async api => {
    const sorted = { status: success, body: { data: sortedBy('e164') } }
    const { body } = await api.expect('GET', api.numbers, sorted)
    await api.expect('GET', `${api.numbers}?page=100000`, { status: success, body: { data: [] } })
    const [first] = (body as { data: readonly { country?: unknown }[] }).data
    if (first === undefined) throw new NotChecked(emptyAccount)
    const { country } = first
    if (typeof country !== 'string') throw new NotChecked('a number has no country')
    const { body: upper } = await api.expect('GET', `${api.numbers}?country=${country}`, { status: success })
    await api.expect('GET', `${api.numbers}?country=${country.toLowerCase()}`, { status: success, body: upper })
  }),
  'get-number': read(async api => {
    await api.expect('GET', `${api.numbers}/${api.number}`, {
      status: 200,
      body: { e164: api.number, status: 'active' },
    })
    await api.expect('GET', `${api.numbers}/${noNumber}`, numberNotFound)
  }),
} satisfies ChecksOf<typeof ledgerList>

function hasFees(text: string): boolean {
  const fees = [...text.matchAll(/"(?:monthly|setup)_fee":\s*([^,}\s]+)/g)]
  return fees.length > 0 && fees.every(([, fee]) => /^\d+\.\d\d$/.test(String(fee)))
}
