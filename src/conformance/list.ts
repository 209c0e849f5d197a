import type { list as ledgerList } from '../ledger/list.ts'
import type { Check, Unseen } from './check.ts'
import { read } from './check.ts'
import { Like, list, listOf, sortedBy, success } from './like.ts'
import { invalid, nobodys, notFound } from './refusal.ts'
import { NotChecked } from './verdict.ts'

const count = new Like('a count', seen => Number.isInteger(seen) && Number(seen) >= 0)

const noNumber = 'the account has no number'

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
    const one = { pagination: { per_page: 1, current_page: 2 } }
    await api.expect('GET', `${api.numbers}?per_page=1&page=2`, { status: success, body: one })
  }),
  'list-money': read(async api => {
    const { body } = await api.expect('GET', api.numbers, { status: success, body: { data: list } })
    if ((body as { data: unknown[] }).data.length === 0) throw new NotChecked(noNumber)
    const fees = /^(?=.*"monthly_fee": ?\d+\.\d\d[,}\s])(?!.*"(monthly|setup)_fee": ?(?!\d+\.\d\d[,}\s]))/s
    const text = new Like('fees with two decimals', seen => fees.test(String(seen)))
    await api.expect('GET', api.numbers, { text })
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
    if (first === undefined) throw new NotChecked(noNumber)
    const country = String(first.country)
    const { body: upper } = await api.expect('GET', `${api.numbers}?country=${country}`, { status: success })
    await api.expect('GET', `${api.numbers}?country=${country.toLowerCase()}`, { status: success, body: upper })
  }),
  'get-number': read(async api => {
    await api.expect('GET', `${api.numbers}/${api.number}`, {
      status: 200,
      body: { e164: api.number, status: 'active' },
    })
    await api.expect('GET', `${api.numbers}/${nobodys}`, notFound('Number not found in your account'))
  }),
} satisfies Record<(typeof ledgerList)[number]['id'], Check | Unseen>
