import type { CorpusClient } from '../client.ts'
import { india, keys, numbers, operate, operations, toTrunk, us } from './operations.ts'

const effects: readonly Record<string, unknown>[] = [
  ...[399, 400, 401, 403, 404, 408, 409, 418, 422, 429, 500, 502, 503, 504, 599, 600, '503', null, 503.5].map(
    status => ({ status }),
  ),
  { status: 503, body: { retry: true } },
  { status: 503, body: 'text' },
  { status: 503, body: null },
  { body: {} },
  { delay_ms: 0 },
  { delay_ms: 1 },
  { delay_ms: -1 },
  { delay_ms: 600_001 },
  { delay_ms: 1, body: {} },
  { connection: 'reset' },
  { connection: 'empty' },
  { connection: 'truncate' },
  { connection: 'close' },
  { connection: 'reset', status: 500 },
  {},
  { latency: 5 },
]

/** Each effect at each point, on a read and on a write, and the number afterwards. */
export async function faultEffects(client: CorpusClient): Promise<void> {
  for (const effect of effects) {
    for (const at of ['arrival', 'after_commit']) {
      await client.control('POST', '/faults', { body: { effect, at, times: 2, seed: 1 } })
      await client.api('POST', `${us}/assign`, { body: toTrunk })
      await client.api('GET', us)
      await client.control('GET', '/faults')
      await client.control('POST', '/reset')
    }
  }
  await client.control('POST', '/faults', { body: { effect: { connection: 'hang' }, times: 1, seed: 1 } })
  await client.api('GET', us, { timeoutMs: 150 })
}

const bodies: readonly unknown[] = [
  undefined,
  '{',
  {},
  [],
  { effect: null },
  { effect: { status: 503 }, operation: 'assign' },
  { effect: { status: 503 }, operation: null },
  { effect: { status: 503 }, e164: '14155551234' },
  { effect: { status: 503 }, e164: '+14155551234' },
  { effect: { status: 503 }, at: 'departure' },
  { effect: { status: 503 }, times: 0 },
  { effect: { status: 503 }, times: 1.5 },
  { effect: { status: 503 }, after: -1 },
  { effect: { status: 503 }, probability: 1.1 },
  { effect: { status: 503 }, probability: -0.1 },
  { effect: { status: 503 }, seed: -1 },
  { effect: { status: 503 }, seed: 2 ** 31 + 1 },
  { effect: { status: 503 }, count: 1 },
  { effect: { status: 503 }, id: 'mine' },
  { effect: { status: 503 }, at: 'after_commit', operation: 'getNumber' },
  { effect: { status: 503 }, at: 'after_commit', operation: 'listTrunks' },
]

/** Setting, matching, counting, drawing and removing faults. */
export async function faultMatching(client: CorpusClient): Promise<void> {
  for (const body of bodies) await client.control('POST', '/faults', { body, mask: ['seed'] })
  await client.control('DELETE', '/faults')
  for (const { id } of operations) {
    for (const at of ['arrival', 'after_commit']) {
      await client.control('POST', '/faults', { body: { operation: id, at, effect: { status: 500 }, seed: 1 } })
      for (const operation of operations) await operate(client, operation)
      await client.control('POST', '/reset')
    }
  }
  const counted = { operation: 'getNumber', effect: { status: 502 }, seed: 3 }
  for (const more of [
    { times: 2 },
    { after: 2 },
    { after: 1, times: 1 },
    { e164: '+919876543210' },
    { probability: 0.5 },
    { probability: 0 },
    { probability: 1 },
  ]) {
    await client.control('POST', '/faults', { body: { ...counted, ...more } })
    for (let call = 0; call < 5; call++) {
      await client.api('GET', us)
      await client.api('GET', india)
    }
    await client.control('GET', '/faults')
    await client.control('DELETE', '/faults/fault_1')
    await client.control('DELETE', '/faults/fault_1')
    await client.control('POST', '/reset')
  }
  await client.control('POST', '/faults', { body: { effect: { delay_ms: 1 }, seed: 1 } })
  await client.control('POST', '/faults', { body: { effect: { status: 500 }, times: 1, seed: 1 } })
  await client.control('POST', '/faults', { body: { effect: { status: 501 }, seed: 1 } })
  for (let call = 0; call < 3; call++) await client.api('GET', us)
  await client.api('GET', us, { key: null })
  await client.api('GET', us, { key: keys.other })
  await client.api('GET', '/v1/none')
  await client.control('POST', '/reset')
}

const preferences = [
  'status=503',
  'code=503',
  'Status=404',
  'status="429"',
  'status=399',
  'status=600',
  'status=x',
  'status=',
  'status',
  'status = 500',
  'delay=1',
  'delay=0',
  'delay=-1',
  'delay=600001',
  'delay=x',
  'delay=1, status=500',
  'status=500, delay=1',
  'status=500;foo=bar',
  'respond-async',
  'respond-async, status=418',
  'return=minimal',
  '',
  'status=500, status=501',
  'dynamic=true',
]

/** Faults for one request, and the numbers that always fail. */
export async function oneRequestFaults(client: CorpusClient): Promise<void> {
  for (const prefer of preferences) {
    await client.api('GET', us, { headers: { prefer } })
    await client.api('POST', `${us}/assign`, { headers: { prefer }, body: toTrunk })
  }
  await client.api('GET', us, { headers: { prefer: 'status=500' }, key: null })
  await client.control('GET', '/info', { headers: { prefer: 'status=500' } })
  for (const status of [400, 401, 402, 403, 404, 409, 429, 500, 502, 503, 504]) {
    const path = `${numbers}/+15005550${status}`
    await client.api('GET', path)
    await client.api('POST', `${path}/assign`, { body: toTrunk })
    await client.api('DELETE', `${path}/application`, { key: null })
  }
  await client.control('GET', '/requests?limit=40')
  await client.control('POST', '/reset')
}
