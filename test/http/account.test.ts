import type { Test } from 'tap'
import t from 'tap'
import { row } from '../behavior.ts'
import { configuration, forbidden, number, outcome, unchanged } from '../responses.ts'
import type { Call, TestServer } from '../server.ts'
import { numbers, onEachStore } from '../server.ts'

const ids = { trunk_id: 'trunk_abc123', application_id: 'app_xyz789' }
const readOnly = { authorization: 'Bearer tvx_sk_test_readonly' }
const others = forbidden('Insufficient permissions for this account')

const calls = [
  ['POST', '/+14155551234/assign', { body: ids }],
  ['POST', '/+14155551234/application', { body: ids }],
  ['DELETE', '/+14155551234/assign', {}],
  ['DELETE', '/+14155551234/application', {}],
  ['GET', '/+14155551234', {}],
  ['GET', '', {}],
] as const

async function refuseAll(t: Test, server: TestServer, accounts: readonly string[], sent: Call = {}) {
  await unchanged(t, server, async () => {
    for (const account of accounts) {
      for (const [method, rest, call] of calls) {
        const answer = await server.call(method, `/v1/account/${account}/numbers${rest}`, { ...call, ...sent })
        t.strictSame(outcome(answer), others, `${method} ${account}${rest}`)
      }
    }
  })
}

row(t, 'other-account', t =>
  onEachStore(t, {}, async (t, server) => {
    await refuseAll(t, server, ['acc_456def', 'acc_unknown'])
    await refuseAll(t, server, ['acc_456def'], { headers: readOnly })
    await refuseAll(t, server, ['acc_123abc'], { headers: { authorization: 'Bearer tvx_sk_test_other' } })
  }),
)

const odd = ['AC123456', 'ACC_123ABC', 'a', '%20', '%00', 'acc_123abc%00', "'%20OR%201=1--", '__proto__', '..', '*']

row(t, 'account-format', t =>
  onEachStore(t, {}, (t, server) => refuseAll(t, server, [...odd, 'a'.repeat(300), 'a'.repeat(10_000)])),
)

const changes = [
  ['POST', 'assign', 'assign this trunk'],
  ['POST', 'application', 'assign this application'],
  ['DELETE', 'assign', 'unassign this trunk'],
  ['DELETE', 'application', 'unassign this application'],
] as const

row(t, 'read-only-key', t =>
  onEachStore(t, {}, async (t, server) => {
    await server.call('POST', `${number}/assign`, { body: ids })
    await unchanged(t, server, async () => {
      for (const [method, kind, words] of changes) {
        const answer = await server.call(method, `${number}/${kind}`, { headers: readOnly })
        t.strictSame(outcome(answer), forbidden(`Insufficient permissions to ${words}`), `${method} ${kind}`)
      }
    })
    for (const path of [number, numbers]) {
      const [read, full] = [await server.call('GET', path, { headers: readOnly }), await server.call('GET', path)]
      t.strictSame([read.status, read.text], [200, full.text], 'it reads')
    }
  }),
)

row(t, 'tenant-ignored', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const headers = { 'x-tenant-id': 'acc_456def', 'idempotency-key': 'once' }
    const assigned = await call('POST', `${number}/assign`, { headers, body: ids })
    t.strictSame(outcome(assigned), [200, configuration({ trunk_id: 'trunk_abc123' })])
    const again = await call('DELETE', `${number}/assign`, { headers })
    t.strictSame(outcome(again), [200, configuration({ message: 'Trunk unassigned successfully' })])
  }),
)
