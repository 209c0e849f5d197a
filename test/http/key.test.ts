import type { Test } from 'tap'
import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import { assertUnchanged, number, statusAndBody, unauthorized } from '../responses.ts'
import type { TestServer } from '../server.ts'
import { numbers, onEachStore } from '../server.ts'

const basic = (pair: string, scheme = 'Basic') => `${scheme} ${Buffer.from(pair).toString('base64')}`
const colons = { keys: [{ key: 'a:key:with:colons', account_id: 'acc_123abc' }] }

async function assertAccepted(t: Test, { call }: TestServer, authorizations: readonly string[]) {
  for (const authorization of authorizations) {
    const { status, body } = await call('GET', number, { headers: { authorization } })
    t.strictSame([status, (body as { e164: string }).e164], [200, '+14155551234'], authorization)
  }
}

behaviorTest(t, 'bearer', t =>
  onEachStore(t, { additions: colons }, (t, server) =>
    assertAccepted(t, server, [
      'Bearer tvx_sk_test_sandbox',
      'Bearer tvx_sk_live_...',
      'Bearer tvx_sk_test_readonly',
      'Bearer a:key:with:colons',
      'bearer tvx_sk_test_sandbox',
      'BEARER   tvx_sk_test_sandbox ',
    ]),
  ),
)

behaviorTest(t, 'basic', t =>
  onEachStore(t, { additions: colons }, (t, server) =>
    assertAccepted(t, server, [
      basic('acc_123abc:tvx_sk_test_sandbox'),
      basic('acc_123abc:a:key:with:colons'),
      basic('acc_123abc:tvx_sk_test_sandbox', 'basic'),
      basic('acc_123abc:tvx_sk_test_sandbox', 'BASIC'),
    ]),
  ),
)

const unauthorizedHeaders = {
  'no header': '',
  'an unknown key': 'Bearer tvx_sk_test_unknown',
  'a key in another case': 'Bearer TVX_SK_TEST_SANDBOX',
  'a longer key': 'Bearer tvx_sk_test_sandbox0',
  'another live key': 'Bearer tvx_sk_live_0123456789abcdef',
  'no key': 'Bearer',
  'a key without a scheme': 'tvx_sk_test_sandbox',
  'another scheme': 'Token tvx_sk_test_sandbox',
  'two keys': 'Bearer tvx_sk_test_sandbox tvx_sk_test_sandbox',
  'a scheme without a space': 'Bearertvx_sk_test_sandbox',
  'a key in quotes': 'Bearer "tvx_sk_test_sandbox"',
  'a key in Latin-1': 'Bearer t\u00ebst',
  'a property of Object.prototype': 'Bearer __proto__',
  'Basic with another account': basic('acc_456def:tvx_sk_test_sandbox'),
  'Basic without an account': basic(':tvx_sk_test_sandbox'),
  'Basic without a colon': basic('tvx_sk_test_sandbox'),
  'Basic without a key': basic('acc_123abc:'),
  'Basic with an unknown key': basic('acc_123abc:tvx_sk_test_unknown'),
  'Basic with invalid base64': 'Basic %%%',
  'Basic without base64': 'Basic acc_123abc:tvx_sk_test_sandbox',
}

behaviorTest(t, 'unauthorized', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      const body = { trunk_id: 'trunk_abc123' }
      for (const [who, authorization] of Object.entries(unauthorizedHeaders)) {
        const response = await server.call('POST', `${number}/assign`, { headers: { authorization }, body })
        t.strictSame(statusAndBody(response), unauthorized, who)
      }
      for (const [method, path] of calls) {
        const response = await server.call(method, path, { headers: { authorization: '' } })
        t.strictSame(statusAndBody(response), unauthorized, `${method} ${path}`)
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

behaviorTest(t, 'www-authenticate', t =>
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
