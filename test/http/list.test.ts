import t from 'tap'
import type { SeedFile } from '../../src/store/seed-file.ts'
import { behaviorTest } from '../behavior.ts'
import { statusAndBody } from '../responses.ts'
import { numbers, onEachStore } from '../server.ts'

const american =
  '{"e164":"+14155551234","country":"US","type":"local","region":"CA","status":"active","capabilities":' +
  '["voice","sms","mms"],"monthly_fee":1.25,"setup_fee":0.00,"currency":"USD","trunk_id":null,"application_id":null,' +
  '"created_at":"2026-03-15T08:20:00Z","updated_at":"2026-04-01T14:30:00Z"}'
const indian =
  '{"e164":"+919876543210","country":"IN","type":"local","region":"Maharashtra","status":"active","capabilities":' +
  '["voice","sms"],"monthly_fee":2.50,"setup_fee":0.00,"currency":"USD","trunk_id":null,' +
  '"application_id":"app_xyz789","created_at":"2026-04-09T10:30:00Z","updated_at":"2026-04-09T10:30:00Z"}'
const pagination = '{"total":2,"count":2,"per_page":20,"current_page":1,"total_pages":1}'

behaviorTest(t, 'list-shape', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const { status, headers, text } = await call('GET', numbers)
    const type = headers['content-type']
    t.strictSame(
      [status, type, text],
      [200, 'application/json; charset=utf-8', `{"data":[${american},${indian}],"pagination":${pagination}}`],
    )
    const other = { headers: { authorization: 'Bearer tvx_sk_test_other' } }
    const others = await call('GET', numbers.replace('acc_123abc', 'acc_456def'), other)
    t.strictSame(e164s(others), ['+14155550000'], 'another account has its own numbers')
  }),
)

const e164s = ({ body }: { body: unknown }) => (body as { data: { e164: string }[] }).data.map(({ e164 }) => e164)

const account_id = 'acc_123abc'
const many = Array.from({ length: 118 }, (_, at) => ({ e164: `+1415555${at + 2000}`, account_id }))
const additions: SeedFile = {
  numbers: [
    ...many,
    { e164: '+919876543211', account_id, country: 'IN', status: 'pending' },
    { e164: '+919876543212', account_id, country: 'IN', status: 'suspended' },
    { e164: '+447700900123', account_id, country: 'GB', status: 'suspended' },
  ],
}
const americans = ['+14155551234', ...many.map(({ e164 }) => e164)]
const indians = ['+919876543210', '+919876543211', '+919876543212']
const all = [...americans, '+447700900123', ...indians]

/** A query, the matching numbers, and the expected page. */
const queries: [query: string, matching: string[], from: number, perPage: number, page: number][] = [
  ['', all, 0, 20, 1],
  ['?country=US', americans, 0, 20, 1],
  ['?country=IN', indians, 0, 20, 1],
  ['?country=FR', [], 0, 20, 1],
  ['?status=active&per_page=100', [...americans, '+919876543210'], 0, 100, 1],
  ['?status=pending', ['+919876543211'], 0, 20, 1],
  ['?status=suspended', ['+447700900123', '+919876543212'], 0, 20, 1],
  ['?country=IN&status=suspended', ['+919876543212'], 0, 20, 1],
  ['?country=GB&status=active', [], 0, 20, 1],
  ['?page=2', all, 20, 20, 2],
  ['?page=7', all, 120, 20, 7],
  ['?page=2&per_page=100', all, 100, 100, 2],
  ['?per_page=1&page=123', all, 122, 1, 123],
  ['?country=IN&page=2&per_page=2', indians, 2, 2, 2],
  ['?country=IN&page=02', indians, 20, 20, 2],
  ['?unknown=x&tenant=acc_456def&e164=none', all, 0, 20, 1],
]

behaviorTest(t, 'list-filters', t =>
  onEachStore(t, { additions }, async (t, { call }) => {
    for (const [query, matching, from, perPage, page] of queries) {
      const response = await call('GET', `${numbers}${query}`)
      const expected = matching.slice(from, from + perPage)
      const { pagination } = response.body as { pagination: unknown }
      t.strictSame([response.status, e164s(response)], [200, expected], query)
      const pages = Math.ceil(matching.length / perPage)
      const rest = { count: expected.length, per_page: perPage, current_page: page, total_pages: pages }
      t.strictSame(pagination, { total: matching.length, ...rest }, query)
    }
  }),
)

behaviorTest(t, 'list-order', t =>
  onEachStore(t, { additions }, async (t, { call }) => {
    t.strictSame(e164s(await call('GET', `${numbers}?per_page=100`)), all.slice(0, 100))
    t.strictSame(e164s(await call('GET', `${numbers}?per_page=100&page=2`)), all.slice(100))
    for (const country of ['in', 'In', 'IN']) {
      t.strictSame(e164s(await call('GET', `${numbers}?country=${country}`)), indians, country)
    }
    for (const page of [8, 1_000_000, 1_000_000_000]) {
      const past = { total: 123, count: 0, per_page: 20, current_page: page, total_pages: 7 }
      t.strictSame(statusAndBody(await call('GET', `${numbers}?page=${page}`)), [200, { data: [], pagination: past }])
    }
  }),
)
