import type { Test } from 'tap'
import type { NumberQuery, Store } from '../../src/store/store.ts'
import { planted, trunk } from './fixture.ts'

const sorted = ['+14155550001', '+14155550002', '+14155550003', '+919876543210']

/** The part of the contract that is about lists. */
export function storeLists(t: Test, open: (t: Test) => Store): void {
  const lists: readonly [string, Partial<NumberQuery>, number, readonly string[]][] = [
    ['the numbers of an account, sorted', {}, 4, sorted],
    ['from an offset on', { offset: 2 }, 4, sorted.slice(2)],
    ['up to a limit', { limit: 3 }, 4, sorted.slice(0, 3)],
    ['an offset and a limit together', { offset: 1, limit: 2 }, 4, sorted.slice(1, 3)],
    ['nothing past the end, and still how many there are', { offset: 4 }, 4, []],
    ['the numbers of one country', { country: 'US' }, 3, sorted.slice(0, 3)],
    ['no numbers of a country that has none', { country: 'FR' }, 0, []],
    ['the numbers of one status', { status: 'active' }, 2, ['+14155550001', '+919876543210']],
    ['country and status together', { country: 'US', status: 'pending' }, 1, ['+14155550002']],
    [
      'how many pass a filter, though the page holds fewer',
      { country: 'US', offset: 1, limit: 1 },
      3,
      ['+14155550002'],
    ],
    ['nothing past the end of what passes a filter', { status: 'active', offset: 2 }, 2, []],
    ['nothing of an account without numbers', { accountId: 'acc_empty' }, 0, []],
    ['nothing of an account that is not there', { accountId: 'acc_nobody' }, 0, []],
    ['nothing of an account that is not there, filtered', { accountId: 'acc_nobody', country: 'US' }, 0, []],
    ['another account has its own', { accountId: 'acc_2' }, 1, ['+14155550009']],
  ]
  for (const [title, query, total, e164s] of lists) {
    t.test(`a list holds ${title}`, async t => {
      const page = await open(t).listNumbers({ accountId: 'acc_1', offset: 0, limit: 100, ...query })
      t.strictSame(page, { total, numbers: e164s.map(planted) })
    })
  }

  t.test('a list shows numbers as they were changed', async t => {
    const store = open(t)
    const changed = { ...planted('+14155550001'), assignment: trunk }
    await store.change({}, () => ({ write: [changed], answer: null }))
    for (const status of [undefined, 'active'] as const) {
      const { numbers } = await store.listNumbers({ accountId: 'acc_1', status, offset: 0, limit: 1 })
      t.strictSame(numbers, [changed])
    }
  })
}
