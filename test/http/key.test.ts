import type { Test } from 'tap'
import t from 'tap'
import { row } from '../behavior.ts'
import { number, outcome, unauthorized, unchanged } from '../responses.ts'
import type { TestServer } from '../server.ts'
import { numbers, onEachStore } from '../server.ts'

const basic = (pair: string, scheme = 'Basic') => `${scheme} ${Buffer.from(pair).toString('base64')}`
const colons = { keys: [{ key: 'a:key:with:colons', account_id: 'acc_123abc' }] }

async function admits(t: Test, { call }: TestServer, authorizations: readonly string[]) {
  for (const authorization of authorizations) {
    const { status, body } = await call('GET', number, { headers: { authorization } })
    t.strictSame([status, (body as { e164: string }).e164], [200, '+14155551234'], authorization)
  }
}

row(t, 'bearer', t =>
  onEachStore(t, { additions: colons }, (t, server) =>
    admits(t, server, [
      'Bearer tvx_sk_test_sandbox',
      'Bearer tvx_sk_live_...',
      'Bearer tvx_sk_test_readonly',
      'Bearer a:key:with:colons',
      'bearer tvx_sk_test_sandbox',
      'BEARER   tvx_sk_test_sandbox ',
    ]),
  ),
)

row(t, 'basic', t =>
  onEachStore(t, { additions: colons }, (t, server) =>
    admits(t, server, [
      basic('acc_123abc:tvx_sk_test_sandbox'),
      basic('acc_123abc:a:key:with:colons'),
      basic('acc_123abc:tvx_sk_test_sandbox', 'basic'),
      basic('acc_123abc:tvx_sk_test_sandbox', 'BASIC'),
    ]),
  ),
)

const strangers = {
  'no header': '',
  'an unknown key': 'Bearer tvx_sk_test_unknown',
  'a key in another case': 'Bearer TVX_SK_TEST_SANDBOX',
  'a key that is longer': 'Bearer tvx_sk_test_sandbox0',
  'another live key': 'Bearer tvx_sk_live_0123456789abcdef',
  'no key': 'Bearer',
  'a key and no scheme': 'tvx_sk_test_sandbox',
  'another scheme': 'Token tvx_sk_test_sandbox',
  'two keys': 'Bearer tvx_sk_test_sandbox tvx_sk_test_sandbox',
  'a scheme without a space': 'Bearertvx_sk_test_sandbox',
  'a key in quotes': 'Bearer "tvx_sk_test_sandbox"',
  'a key in Latin-1': 'Bearer t\u00ebst',
  'a thing of the prototype': 'Bearer __proto__',
  'Basic of another account': basic('acc_456def:tvx_sk_test_sandbox'),
  'Basic of no account': basic(':tvx_sk_test_sandbox'),
  'Basic without a colon': basic('tvx_sk_test_sandbox'),
  'Basic without a key': basic('acc_123abc:'),
  'Basic with an unknown key': basic('acc_123abc:tvx_sk_test_unknown'),
  'Basic in bad base64': 'Basic %%%',
  'Basic in no base64': 'Basic acc_123abc:tvx_sk_test_sandbox',
}

row(t, 'unauthorized', t =>
  onEachStore(t, {}, (t, server) =>
    unchanged(t, server, async () => {
      const body = { trunk_id: 'trunk_abc123' }
      for (const [who, authorization] of Object.entries(strangers)) {
        const answer = await server.call('POST', `${number}/assign`, { headers: { authorization }, body })
        t.strictSame(outcome(answer), unauthorized, who)
      }
      for (const [method, path] of calls) {
        const answer = await server.call(method, path, { headers: { authorization: '' } })
        t.strictSame(outcome(answer), unauthorized, `${method} ${path}`)
      }
    }),
  ),
)

const calls = [
  ['POST', `${number}/assign`],
  ['POST', `${number}/application`],
  ['DELETE', `${number}/assign`],
  ['DELETE', `${number}/application`],
  ['GET', numbers],
  ['GET', number],
] as const

row(t, 'www-authenticate', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const { status, headers } = await call('GET', number, { headers: { authorization: '' } })
    const { date, 'x-request-id': id, ...rest } = headers
    t.strictSame([status, rest], [401, expected])
    const other = await call('GET', numbers.replace('acc_123abc', 'acc_456def'))
    t.strictSame([other.status, other.headers['www-authenticate']], [403, undefined])
  }),
)

const expected = {
  'www-authenticate': 'Bearer',
  'content-type': 'application/json; charset=utf-8',
  'content-length': '72',
  connection: 'close',
}
