import type { list as listBehaviors } from '../behaviors/list.ts'
import type { ChecksOf } from './check.ts'
import { read } from './check.ts'
import { invalid, numberNotFound, unknownNumber } from './expected-error.ts'
import { list, listOf, listOfAtMost, Matcher, sortedBy, success } from './matcher.ts'
import { NotChecked } from './verdict.ts'

const count = new Matcher('a count', value => Number.isInteger(value) && Number(value) >= 0)

const noNumber = 'the account has no numbers'

/** The checks for src/behaviors/list.ts. */
export const listChecks = {
  'list-shape': read(api => {
    const pagination = { total: count, count, per_page: 20, current_page: 1, total_pages: count }
    return api.expect('GET', api.numbersPath, { status: success, body: { data: list, pagination } })
  }),
  'list-filters': read(async api => {
    const emptyList = { data: [], pagination: { total: 0 } }
    await api.expect('GET', `${api.numbersPath}?country=ZZ`, { status: success, body: emptyList })
    const active = { data: listOf({ status: 'active' }) }
    await api.expect('GET', `${api.numbersPath}?status=active`, { status: success, body: active })
    const secondPage = { data: listOfAtMost(1), pagination: { per_page: 1, current_page: 2 } }
    await api.expect('GET', `${api.numbersPath}?per_page=1&page=2`, { status: success, body: secondPage })
  }),
  'list-money': read(async api => {
    const { body } = await api.expect('GET', api.numbersPath, { status: success, body: { data: list } })
    if ((body as { data: unknown[] }).data.length === 0) throw new NotChecked(noNumber)
    await api.expect('GET', api.numbersPath, {
      text: new Matcher('fees with two decimals', value => hasFees(String(value))),
    })
  }),
  'list-invalid': read(async api => {
    for (const query of ['page=0', 'per_page=0', 'per_page=101', 'status=gone', 'country=USA'])
      await api.expect('GET', `${api.numbersPath}?${query}`, invalid())
  }),
  'list-order': read(async api => {
    const sorted = { status: success, body: { data: sortedBy('e164') } }
    const { body } = await api.expect('GET', api.numbersPath, sorted)
    await api.expect('GET', `${api.numbersPath}?page=100000`, { status: success, body: { data: [] } })
    const [first] = (body as { data: readonly { country?: unknown }[] }).data
    if (first === undefined) throw new NotChecked(noNumber)
    const { country } = first
    if (typeof country !== 'string') throw new NotChecked('the first number has no country')
    const { body: upper } = await api.expect('GET', `${api.numbersPath}?country=${country}`, { status: success })
    await api.expect('GET', `${api.numbersPath}?country=${country.toLowerCase()}`, { status: success, body: upper })
  }),
  'get-number': read(async api => {
    await api.expect('GET', `${api.numbersPath}/${api.number}`, {
      status: 200,
      body: { e164: api.number, status: 'active' },
    })
    await api.expect('GET', `${api.numbersPath}/${unknownNumber}`, numberNotFound)
  }),
} satisfies ChecksOf<typeof listBehaviors>

/** Whether the JSON text has fees, all of them with two decimals. */
function hasFees(text: string): boolean {
  const fees = [...text.matchAll(/"(?:monthly|setup)_fee":\s*([^,}\s]+)/g)]
  return fees.length > 0 && fees.every(([, fee]) => /^\d+\.\d\d$/.test(String(fee)))
}
