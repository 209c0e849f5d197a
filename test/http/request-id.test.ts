import t from 'tap'
import { number } from '../responses.ts'
import type { TestResponse } from '../server.ts'
import { onEachStore } from '../server.ts'

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
const idOf = ({ headers }: TestResponse) => headers['x-request-id'] as string

const validIds = [
  '1',
  'abc-DEF_123',
  'a.b:c/d+e=f@g',
  '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  'x'.repeat(128),
]

t.test('every response has the request id of the client', t =>
  onEachStore(t, {}, async (t, { call }) => {
    for (const id of validIds) {
      for (const path of [number, '/unknown', '/%zz', '/healthz', '/openapi.json']) {
        t.equal(idOf(await call('GET', path, { headers: { 'x-request-id': id } })), id)
      }
      const rejected = await call('POST', `${number}/assign`, { body: '{', headers: { 'x-request-id': id } })
      t.equal(idOf(rejected), id)
    }
  }),
)

const invalidIds = [
  'a b',
  'x'.repeat(129),
  '<script>',
  'ë',
  '{}',
  'a,b',
  'tvx_sk_test_sandbox',
  'id-TVX_SK_live_1',
  '"',
]

t.test('a request id that is missing, invalid, too long or an API key is replaced', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const ids = []
    for (const id of ['', ...invalidIds]) {
      ids.push(idOf(await call('GET', number, { headers: { 'x-request-id': id } })))
    }
    for (const id of ids) t.match(id, uuid)
    t.equal(new Set(ids).size, ids.length, 'each new id is unique')
  }),
)
