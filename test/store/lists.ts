import type { Test } from 'tap'
import type { NumberQuery, Store } from '../../src/store/store.ts'
import { seedNumber, trunk } from './fixture.ts'

const sorted = ['+14155550001', '+14155550002', '+14155550003', '+919876543210']

/** The contract of a store for lists of numbers. */
export function storeLists(t: Test, open: (t: Test) => Store): void {
  const lists: readonly [string, Partial<NumberQuery>, number, readonly string[]][] = [
    ['the numbers of an account, sorted', {}, 4, sorted],
    ['the numbers from an offset', { offset: 2 }, 4, sorted.slice(2)],
    ['at most as many numbers as the limit', { limit: 3 }, 4, sorted.slice(0, 3)],
    ['the numbers from an offset up to a limit', { offset: 1, limit: 2 }, 4, sorted.slice(1, 3)],
    ['no numbers past the end, but the total', { offset: 4 }, 4, []],
    ['the numbers of one country', { country: 'US' }, 3, sorted.slice(0, 3)],
    ['no numbers of a country that has none', { country: 'FR' }, 0, []],
    ['the numbers of one status', { status: 'active' }, 2, ['+14155550001', '+919876543210']],
    ['the numbers of one country and status', { country: 'US', status: 'pending' }, 1, ['+14155550002']],
    ['the total of a filter on a page with fewer numbers', { country: 'US', offset: 1, limit: 1 }, 3, ['+14155550002']],
    ['no numbers past the end of a filtered list', { status: 'active', offset: 2 }, 2, []],
    ['no numbers of an account without numbers', { accountId: 'acc_empty' }, 0, []],
    ['no numbers of an unknown account', { accountId: 'acc_unknown' }, 0, []],
    ['no numbers of an unknown account with a filter', { accountId: 'acc_unknown', country: 'US' }, 0, []],
    ['the numbers of another account', { accountId: 'acc_2' }, 1, ['+14155550009']],
  ]
  for (const [title, query, total, e164s] of lists) {
    t.test(`a list contains ${title}`, async t => {
      const page = await open(t).listNumbers({ accountId: 'acc_1', offset: 0, limit: 100, ...query })
      t.strictSame(page, { total, numbers: e164s.map(seedNumber) })
    })
  }

  t.test('a list contains changed numbers', async t => {
    const store = open(t)
    const changed = { ...seedNumber('+14155550001'), assignment: trunk }
    await store.change({}, () => ({ write: [changed], result: null }))
    for (const status of [undefined, 'active'] as const) {
      const { numbers } = await store.listNumbers({ accountId: 'acc_1', status, offset: 0, limit: 1 })
      t.strictSame(numbers, [changed])
    }
  })
}
