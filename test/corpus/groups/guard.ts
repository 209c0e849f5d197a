import type { CorpusClient } from '../client.ts'
import { controls } from './namespaces.ts'
import { keys, operate, operations, toTrunk, us } from './operations.ts'

const hosts = [
  'localhost',
  'LOCALHOST:4060',
  '127.0.0.1',
  '[::1]:80',
  '10.0.0.8',
  'sandbox',
  'sandbox.local',
  'a.internal',
  'a.test',
  'a.svc',
  'example.com',
  'example.com.',
  'allowed.example.com',
  'allowed.example.com:80',
  'localhost.example.com',
  '',
]
const origins: readonly Record<string, string>[] = [
  { origin: 'http://localhost' },
  { origin: 'http://example.com' },
  { origin: 'https://app.example.com' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
  { 'sec-fetch-site': 'same-origin' },
  { origin: 'https://app.example.com', 'sec-fetch-site': 'cross-site' },
  { origin: 'https://app.example.com', 'access-control-request-method': 'PUT', 'access-control-request-headers': 'x' },
]

/** Which requests the control API accepts. */
export async function guard(client: CorpusClient): Promise<void> {
  const token = { authorization: 'Bearer letmein' }
  for (const host of hosts) {
    for (const [method, path] of [
      ['GET', '/clock'],
      ['POST', '/reset'],
      ['GET', '/none'],
    ] as const)
      await client.control(method, path, { headers: { host, ...token } })
  }
  for (const headers of origins) {
    for (const method of ['GET', 'POST', 'OPTIONS']) {
      await client.control(method, '/reset', { headers: { ...headers, ...token } })
      if (method === 'POST')
        await client.control('PUT', '/clock', { body: { advance_ms: 1 }, headers: { ...headers, ...token } })
      await client.api(method, `${us}/assign`, { headers, ...(method === 'POST' && { body: toTrunk }) })
    }
  }
  for (const authorization of ['', 'Bearer wrong', 'bearer letmein', 'letmein', 'Basic letmein', 'Bearer letmein']) {
    for (const [method, path, body] of controls.slice(0, 9))
      await client.control(method, path, {
        ...(body !== undefined && { body }),
        headers: { ...(authorization && { authorization }) },
      })
  }
  await client.control('GET', '/clock', { headers: { ...token, 'user-agent': 'tryvox-sandbox' } })
  await client.control('GET', '/clock', { headers: { ...token, 'user-agent': 'TryVox-Webhook/1.0' } })
}

/** A server without the control API. */
export async function withoutControls(client: CorpusClient): Promise<void> {
  for (const [method, path, body] of controls) await client.control(method, path, body === undefined ? {} : { body })
  for (const operation of operations) await operate(client, operation)
  await client.call('GET', '/_console')
}

/** A server with few namespaces and a short journal. */
export async function limits(client: CorpusClient): Promise<void> {
  for (let call = 0; call < 4; call++) await client.api('GET', us)
  await client.control('GET', '/requests')
  await client.control('GET', '/coverage')
  for (const name of ['one', 'two', 'three', 'four']) {
    await client.api('GET', us, { key: `${keys.sandbox}__${name}` })
    await client.api('GET', us, { key: `${keys.readonly}__${name}` })
    await client.api('GET', us, { key: `tvx_sk_test_none__${name}` })
    await client.control('PUT', `/clock?namespace=${name}`, { body: { advance_ms: 1 } })
    await client.control('GET', `/clock?namespace=${name}`)
  }
  await client.control('GET', '/requests?namespace=*')
  await client.control('GET', '/info', { mask: ['version'] })
}
