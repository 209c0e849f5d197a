import type { CorpusClient } from '../client.ts'
import { numbers, toTrunk, us } from './operations.ts'

const clocks: readonly unknown[] = [
  undefined,
  '{',
  {},
  [],
  null,
  { real: true },
  { real: false },
  { real: 1 },
  { now: '2026-04-09T11:15:00Z' },
  { now: '2026-04-09T11:15:00.123Z' },
  { now: '2026-04-09T11:15Z' },
  { now: '2026-04-09T13:15:00+02:00' },
  { now: '2026-04-09' },
  { now: '2026-02-30T00:00:00Z' },
  { now: '2026-04-09T11:15:00' },
  { now: '0000-01-01T00:00:00Z' },
  { now: '9999-12-31T23:59:59.999Z' },
  { now: '10000-01-01T00:00:00Z' },
  { now: 5 },
  { now: 'now' },
  { now: '' },
  { advance_ms: 0 },
  { advance_ms: 1 },
  { advance_ms: -1 },
  { advance_ms: 1.5 },
  { advance_ms: 1e13 },
  { advance_ms: 1e13 + 1 },
  { advance_ms: -1e13 },
  { advance_ms: '1' },
  { now: '2026-04-09T11:15:00Z', advance_ms: 1 },
  { now: '2026-04-09T11:15:00Z', real: true },
  { tick: 1 },
]

/** Setting, advancing and resuming the clock. */
export async function clock(client: CorpusClient): Promise<void> {
  for (const body of clocks) {
    const isRunning = (body as { real?: unknown } | undefined)?.real === true
    await client.control('PUT', '/clock', { body, mask: isRunning ? ['now'] : [] })
    if (!isRunning) {
      await client.control('GET', '/clock')
      await client.api('POST', `${us}/assign`, { body: toTrunk })
      await client.api('DELETE', `${us}/assign`)
    }
    await client.control('POST', '/reset')
  }
}

const number = { e164: '+14155551234', account_id: 'acc_1' }
const seeds: readonly unknown[] = [
  undefined,
  '{',
  '[]',
  'null',
  '5',
  {},
  { accounts: [] },
  { accounts: {} },
  { accounts: [{}] },
  { accounts: [{ id: 'a b' }] },
  { accounts: [{ id: 'acc_1', name: 'x' }] },
  { accounts: [{ id: 'acc_1' }, { id: 'acc_1' }] },
  { tenants: [] },
  { account: [] },
  { keys: [{ key: 'k', account_id: 'acc_1' }] },
  ...[
    { keys: [{ key: 'k', account_id: 'acc_1' }] },
    { keys: [{ account_id: 'acc_1' }] },
    { keys: [{ key: 'k' }] },
    { keys: [{ key: 'k', account_id: 'acc_2' }] },
    { keys: [{ key: 'a__b', account_id: 'acc_1' }] },
    { keys: [{ key: 'tvx_sk_live_mine', account_id: 'acc_1' }] },
    { keys: [{ key: 'k', sha256: 'a'.repeat(64), account_id: 'acc_1' }] },
    { keys: [{ sha256: 'a'.repeat(64), account_id: 'acc_1' }] },
    { keys: [{ sha256: 'A', account_id: 'acc_1' }] },
    { keys: [{ key: 'k', account_id: 'acc_1', access: 'write' }] },
    {
      keys: [
        { key: 'k', account_id: 'acc_1' },
        { key: 'k', account_id: 'acc_1' },
      ],
    },
    { keys: [{ key: '', account_id: 'acc_1' }] },
    { keys: [{ key: 'a b', account_id: 'acc_1' }] },
    { trunks: [{ id: 'trunk_1', account_id: 'acc_1' }] },
    { trunks: [{ id: 'x', account_id: 'acc_1' }] },
    { trunks: [{ id: 'trunk_1' }] },
    { trunks: [{ id: 'trunk_1', account_id: 'acc_2' }] },
    { trunks: [{ id: 'trunk_1', account_id: 'acc_1', origination_uris: ['x'] }] },
    { trunks: [{ id: 'trunk_1', account_id: 'acc_1', max_channels: -1 }] },
    {
      trunks: [
        { id: 'trunk_1', account_id: 'acc_1' },
        { id: 'trunk_1', account_id: 'acc_1' },
      ],
    },
    { trunks: [{ id: 'trunk_1', account_id: 'acc_1', sip_domain: 'x' }] },
    { applications: [{ id: 'app_1', account_id: 'acc_1' }] },
    { applications: [{ id: 'x', account_id: 'acc_1' }] },
    { applications: [{ id: 'app_1', account_id: 'acc_1', answer_url: 'x' }] },
    { applications: [{ id: 'app_1', account_id: 'acc_1', answer_method: 'PUT' }] },
    { applications: [{ id: 'app_1', account_id: 'acc_1', webhook_secret: '' }] },
    { numbers: [number] },
    { numbers: [{ ...number, e164: '1' }] },
    { numbers: [{ e164: '+14155551234' }] },
    { numbers: [{ ...number, account_id: 'acc_2' }] },
    { numbers: [number, number] },
    { numbers: [{ ...number, trunk_id: 'trunk_1' }] },
    { numbers: [{ ...number, application_id: 'app_1' }] },
    { numbers: [{ ...number, trunk_id: 'x' }] },
    { numbers: [{ ...number, status: 'new' }] },
    { numbers: [{ ...number, country: 'us' }] },
    { numbers: [{ ...number, type: 'x' }] },
    { numbers: [{ ...number, capabilities: ['x'] }] },
    { numbers: [{ ...number, capabilities: ['sms', 'sms'] }] },
    { numbers: [{ ...number, monthly_fee: -1 }] },
    { numbers: [{ ...number, currency: 'usd' }] },
    { numbers: [{ ...number, updated_at: '2026-04-09T11:15:00.5Z' }] },
    { numbers: [{ ...number, updated_at: '2026-02-30T00:00:00Z' }] },
    { numbers: [{ ...number, created_at: 5 }] },
    { numbers: [{ ...number, stat: 'active' }] },
    { numbers: [5] },
    { numbers: 5 },
    {
      trunks: [{ id: 'trunk_1', account_id: 'acc_1' }],
      applications: [{ id: 'app_1', account_id: 'acc_1' }],
      numbers: [{ ...number, trunk_id: 'trunk_1', application_id: 'app_1' }],
    },
    {
      trunks: [{ id: 'trunk_1', account_id: 'acc_1' }],
      numbers: [{ ...number, trunk_id: 'trunk_1', status: 'pending' }],
    },
  ].map(part => ({ accounts: [{ id: 'acc_1' }], ...part })),
]

/** Reading the state, replacing it with valid and invalid seeds, and resetting it in parts. */
export async function stateControls(client: CorpusClient): Promise<void> {
  for (const body of seeds) await client.control('PUT', '/state', { body })
  await client.control('GET', '/state')
  await client.api('GET', numbers)
  await client.control('POST', '/reset')
  for (const only of [
    '',
    'state',
    'faults',
    'journal',
    'deliveries',
    'clock',
    'state,faults',
    'clock,state',
    'all',
    'state,',
    'state,%20faults',
    'State',
    'state,state',
  ]) {
    await client.api('POST', `${us}/assign`, { body: toTrunk })
    await client.control('PUT', '/clock', { body: { advance_ms: 1_000 } })
    await client.control('POST', '/faults', { body: { effect: { status: 500 }, operation: 'deleteTrunk', seed: 1 } })
    await client.control('POST', `/reset?only=${only}`)
    await client.api('GET', us)
    await client.control('GET', '/requests?limit=2')
    await client.control('GET', '/faults')
    await client.control('GET', '/clock')
  }
  await client.control('POST', '/reset', { body: { only: 'state' } })
  await client.control('POST', '/reset', { body: '{' })
  await client.control('POST', '/reset')
}
