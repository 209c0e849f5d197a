import type { CorpusClient } from '../client.ts'
import {
  applications,
  keys,
  numbers,
  operate,
  operations,
  pbx,
  toApplication,
  toTrunk,
  trunks,
  us,
} from './operations.ts'

const filters = [
  '',
  'operation=assignTrunk',
  'operation=none',
  'operation=',
  'status=200',
  'status=404',
  'status=99',
  'status=600',
  'status=x',
  'e164=%2B14155551234',
  'e164=+14155551234',
  'e164=14155551234',
  'e164=%2B919876543210',
  'since=0',
  'since=3',
  'since=9999',
  'since=-1',
  'since=x',
  'limit=1',
  'limit=2',
  'limit=0',
  'limit=100000',
  'limit=100001',
  'operation=assignTrunk&status=404',
  'since=2&limit=2',
  'from=1',
  'status=200&status=404',
]

const verifications: readonly unknown[] = [
  undefined,
  {},
  { operation: 'assignTrunk' },
  { operation: 'assignTrunk', count: 1 },
  { operation: 'assignTrunk', count: 2 },
  { operation: 'assignTrunk', count: 0 },
  { operation: 'assignTrunk', min: 1, max: 3 },
  { operation: 'assignTrunk', min: 5 },
  { operation: 'assignTrunk', max: 0 },
  { operation: 'assignTrunk', min: 3, max: 2 },
  { operation: 'assignTrunk', count: 1, min: 1 },
  { operation: 'none' },
  { e164: '+14155551234' },
  { e164: '+14155551234', count: 50 },
  { e164: 'x' },
  { status: 404 },
  { status: 404, count: 9 },
  { status: 1 },
  { body: { trunk_id: 'trunk_abc123' } },
  { body: { trunk_id: 'trunk_abc124' } },
  { body: { trunk_id: 'trunk_abc123', application_id: null } },
  { body: 'x' },
  { operation: 'assignApplication', body: { application_id: 'app_none' }, status: 200 },
  { operation: 'deleteTrunk', timeout_ms: 0 },
  { operation: 'deleteTrunk', timeout_ms: 1 },
  { operation: 'deleteTrunk', timeout_ms: 60_001 },
  { operation: 'deleteTrunk', wait: 1 },
  { count: -1 },
  { count: 1.5 },
]

/** Recording, listing, filtering and verifying requests, and coverage. */
export async function journal(client: CorpusClient): Promise<void> {
  await client.control('GET', '/coverage')
  for (const operation of operations) await operate(client, operation)
  await client.control('POST', '/reset?only=state')
  await client.api('POST', `${us}/assign`, { body: { trunk_id: 'trunk_none' } })
  await client.api('POST', `${us}/assign`, { body: { trunkId: 'trunk_abc123' } })
  await client.api('POST', `${us}/assign?secret=hidden&a=1`, { body: toTrunk })
  await client.api('POST', `${us}/application`, { body: { ...toApplication, webhook_secret: 'hidden' } })
  await client.api('PATCH', `${applications}/app_xyz789`, {
    body: { webhook_secret: 'hidden', answer_url: `https://a.test/?k=${keys.sandbox}` },
  })
  await client.api('POST', trunks, { body: { ...pbx, name: keys.other } })
  await client.api('POST', trunks, { body: '{"name": "tvx_sk_live_hidden", "auth_type": "ip"' })
  await client.api('POST', trunks, { body: { ...pbx, note: 'x'.repeat(2_500) } })
  await client.api('GET', `${numbers}/${keys.sandbox}`)
  await client.api('GET', `${numbers}?per_page=${keys.sandbox}`)
  await client.api('GET', us, { headers: { 'x-request-id': keys.sandbox } })
  await client.api('GET', us, { headers: { 'x-request-id': 'has a space' } })
  await client.api('GET', us, { headers: { 'x-request-id': 'x'.repeat(129) } })
  await client.api('GET', us, { headers: { 'x-request-id': 'mine/1:2+3=4@5' } })
  for (const filter of filters) await client.control('GET', `/requests?${filter}`, { mask: ['request_id'] })
  for (const body of verifications) await client.control('POST', '/verify', { body, mask: ['request_id'] })
  await client.control('GET', '/coverage')
  await client.events('/_sandbox/events', 4, async () => {
    await client.api('POST', `${us}/assign`, { body: { trunk_id: 'trunk_none' } })
    await client.api('POST', `${us}/assign`, { body: toTrunk })
    await client.api('GET', us, { headers: { prefer: 'status=503' } })
  })
  await client.control('POST', '/reset')
}
