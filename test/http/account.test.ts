import type { Test } from 'tap'
import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import { assertUnchanged, configuration, forbidden, number, statusAndBody } from '../responses.ts'
import type { CallOptions, TestServer } from '../server.ts'
import { numbers, onEachStore } from '../server.ts'

const ids = { trunk_id: 'trunk_abc123', application_id: 'app_xyz789' }
const readOnly = { authorization: 'Bearer tvx_sk_test_readonly' }
const accountForbidden = forbidden('Insufficient permissions for this account')

const calls = [
  ['POST', '/+14155551234/assign', { body: ids }],
  ['POST', '/+14155551234/application', { body: ids }],
  ['DELETE', '/+14155551234/assign', {}],
  ['DELETE', '/+14155551234/application', {}],
  ['GET', '/+14155551234', {}],
  ['GET', '', {}],
] as const

async function assertForbidden(t: Test, server: TestServer, accounts: readonly string[], sent: CallOptions = {}) {
  await assertUnchanged(t, server, async () => {
    for (const account of accounts) {
      for (const [method, rest, options] of calls) {
        const response = await server.call(method, `/v1/account/${account}/numbers${rest}`, { ...options, ...sent })
        t.strictSame(statusAndBody(response), accountForbidden, `${method} ${account}${rest}`)
      }
    }
  })
}

behaviorTest(t, 'other-account', t =>
  onEachStore(t, {}, async (t, server) => {
    await assertForbidden(t, server, ['acc_456def', 'acc_unknown'])
    await assertForbidden(t, server, ['acc_456def'], { headers: readOnly })
    await assertForbidden(t, server, ['acc_123abc'], { headers: { authorization: 'Bearer tvx_sk_test_other' } })
  }),
)

const unusualAccounts = [
  'AC123456',
  'ACC_123ABC',
  'a',
  '%20',
  '%00',
  'acc_123abc%00',
  "'%20OR%201=1--",
  '__proto__',
  '..',
  '*',
]

behaviorTest(t, 'account-format', t =>
  onEachStore(t, {}, (t, server) =>
    assertForbidden(t, server, [...unusualAccounts, 'a'.repeat(300), 'a'.repeat(10_000)]),
  ),
)

const changes = [
  ['POST', 'assign', 'assign this trunk'],
  ['POST', 'application', 'assign this application'],
  ['DELETE', 'assign', 'unassign this trunk'],
  ['DELETE', 'application', 'unassign this application'],
] as const

behaviorTest(t, 'read-only-key', t =>
  onEachStore(t, {}, async (t, server) => {
    await server.call('POST', `${number}/assign`, { body: ids })
    await assertUnchanged(t, server, async () => {
      for (const [method, kind, action] of changes) {
        const response = await server.call(method, `${number}/${kind}`, { headers: readOnly })
        t.strictSame(statusAndBody(response), forbidden(`Insufficient permissions to ${action}`), `${method} ${kind}`)
      }
    })
    for (const path of [number, numbers]) {
      const [read, full] = [await server.call('GET', path, { headers: readOnly }), await server.call('GET', path)]
      t.strictSame([read.status, read.text], [200, full.text], 'a read-only key can read')
    }
  }),
)

behaviorTest(t, 'tenant-ignored', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const headers = { 'x-tenant-id': 'acc_456def', 'idempotency-key': 'once' }
    const assigned = await call('POST', `${number}/assign`, { headers, body: ids })
    t.strictSame(statusAndBody(assigned), [200, configuration({ trunk_id: 'trunk_abc123' })])
    const unassigned = await call('DELETE', `${number}/assign`, { headers })
    t.strictSame(statusAndBody(unassigned), [200, configuration({ message: 'Trunk unassigned successfully' })])
  }),
)
