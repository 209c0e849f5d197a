import type { CorpusClient } from '../client.ts'
import { keys, numbers, operate, operations, pbx, trunks, us } from './operations.ts'

const queries = [
  '',
  '?namespace=default',
  '?namespace=one',
  '?namespace=*',
  '?namespace=ONE',
  '?namespace=',
  '?namespace=a_b',
  `?namespace=${'a'.repeat(33)}`,
  '?namespce=one',
  '?namespace=one&x=1',
]

export const controls: readonly [string, string, unknown?][] = [
  ['GET', '/info'],
  ['GET', '/faults'],
  ['POST', '/faults', { effect: { status: 503 }, operation: 'getNumber', times: 1, seed: 1 }],
  ['DELETE', '/faults/fault_1'],
  ['DELETE', '/faults'],
  ['GET', '/requests'],
  ['POST', '/verify', { operation: 'getNumber' }],
  ['GET', '/coverage'],
  ['POST', '/reset'],
  ['GET', '/state'],
  ['PUT', '/state', { accounts: [{ id: 'acc_123abc' }] }],
  ['GET', '/clock'],
  ['PUT', '/clock', { advance_ms: 1_000 }],
  ['POST', '/calls', { from: '+14155550100', to: '+14155551234' }],
  ['GET', '/deliveries'],
  ['POST', '/deliveries/1/send'],
]

/** Each control operation with each way to choose its namespace. */
export async function namespaceQueries(client: CorpusClient): Promise<void> {
  for (const query of queries) {
    for (const [method, path, body] of controls) {
      await client.control(method, path + query, body === undefined ? {} : { body })
    }
    await client.control('POST', '/reset?namespace=*')
  }
}

/** Namespaces have separate state, faults, journals and clocks; hints name the namespace that has a missing resource. */
export async function namespaces(client: CorpusClient): Promise<void> {
  const names = ['', '__one', '__two', '__a-b-3']
  await client.control('PUT', '/clock?namespace=two', { body: { now: '2030-01-01T00:00:00Z' } })
  await client.control('POST', '/faults?namespace=one', { body: { effect: { status: 500 }, times: 2, seed: 7 } })
  for (const name of names) {
    const key = keys.sandbox + name
    for (const operation of operations) await operate(client, operation, { key })
    await client.api('POST', trunks, { key, body: pbx })
    await client.api('GET', trunks, { key })
    await client.control('GET', `/requests?namespace=${name.slice(2) || 'default'}&limit=3`)
  }
  await client.control('GET', '/clock?namespace=*')
  await client.control('GET', '/faults?namespace=*')
  await client.control('GET', '/coverage?namespace=*')
  await client.control('PUT', '/state?namespace=two', {
    body: {
      accounts: [{ id: 'acc_123abc' }],
      keys: [{ key: keys.sandbox, account_id: 'acc_123abc' }],
      trunks: [{ id: 'trunk_there', account_id: 'acc_123abc' }],
      numbers: [{ e164: '+14155557777', account_id: 'acc_123abc' }],
    },
  })
  for (const name of names) {
    const key = keys.sandbox + name
    await client.api('GET', `${numbers}/+14155557777`, { key })
    await client.api('POST', `${us}/assign`, { key, body: { trunk_id: 'trunk_there' } })
    await client.api('DELETE', `${trunks}/trunk_there`, { key })
  }
  await client.control('POST', '/reset?namespace=*')
  await client.control('GET', '/requests?namespace=*')
}
