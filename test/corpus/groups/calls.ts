import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { CorpusClient } from '../client.ts'
import { applications, keys, pbx, toTrunk, trunks, us } from './operations.ts'

const callBodies: readonly unknown[] = [
  undefined,
  {},
  { from: '+14155550100' },
  { to: '+14155551234' },
  { from: 'x', to: '+14155551234' },
  { from: '+14155550100', to: 'x' },
  { from: '+14155550100', to: '+14155559999' },
  { from: '+14155550100', to: '+14155551234' },
  { from: '+14155550100', to: '+14155550000' },
  { from: '+14155550100', to: '+919876543210' },
  { from: '+14155550100', to: '+919876543210', deliver: true },
  { from: '+14155550100', to: '+14155551234', deliver: true },
  { from: '+14155550100', to: '+14155551234', deliver: 'yes' },
  { from: '+14155550100', to: '+14155551234', call: 1 },
]

const voxml = (...instructions: unknown[]) => JSON.stringify({ voxml_version: '1.0', instructions })
const webhookResponses: readonly [number, string][] = [
  [200, voxml({ verb: 'Say', text: 'Hello' }, { verb: 'Hangup' })],
  [200, voxml({ verb: 'Sing' })],
  [
    200,
    voxml(
      { verb: 'Say' },
      { verb: 'Play', url: 'x' },
      { verb: 'Pause', length: -1 },
      { verb: 'Dial' },
      { verb: 'Gather' },
    ),
  ],
  [200, voxml()],
  [200, '{"voxml_version":"2.0","instructions":{}}'],
  [200, 'no JSON'],
  [200, ''],
  [204, ''],
  [302, ''],
  [404, 'gone'],
]

/** Inbound calls, and the webhooks that they cause. */
export async function calls(client: CorpusClient): Promise<void> {
  for (const body of callBodies) await client.control('POST', '/calls', { body })
  await client.api('POST', `${us}/assign`, { body: toTrunk })
  await client.control('POST', '/calls', { body: callBodies[7] })
  for (const uris of [[], ['sip:a.example', 'sips:b.example;transport=tls']]) {
    await client.api('PUT', `${trunks}/trunk_abc123`, { body: { ...pbx, origination_uris: uris } })
    await client.control('POST', '/calls', { body: callBodies[7] })
  }
  const application = `${applications}/app_xyz789`
  const call = { from: '+14155550100', to: '+919876543210', deliver: true }
  for (const url of [
    'https://user.example.com/answer',
    'http://93.184.216.34/answer',
    `http://127.0.0.1:9/?k=${keys.sandbox}`,
    'http://[::ffff:93.184.216.34]/',
  ]) {
    await client.api('PATCH', application, { body: { answer_url: url } })
    await client.control('POST', '/calls', { body: { ...call, deliver: false } })
  }
  for (const url of ['http://93.184.216.34/answer', 'http://[2606:2800:220:1::1]/']) {
    await client.api('PATCH', application, { body: { answer_url: url } })
    await client.control('POST', '/calls', { body: call })
    await client.control('GET', '/deliveries')
  }
  await client.control('POST', '/deliveries/1/send')
  for (const id of ['0', '99', 'x', '-1', '1'.repeat(16)]) await client.control('POST', `/deliveries/${id}/send`)
  await client.control('POST', '/reset')
}

/** Webhooks that are delivered to a receiver at the URL `base`. */
export async function deliveries(client: CorpusClient, base: string): Promise<void> {
  const application = `${applications}/app_xyz789`
  const call = { from: '+14155550100', to: '+919876543210', deliver: true }
  for (const [at, method] of ['POST', 'GET'].entries()) {
    for (const secret of at === 0 ? [undefined, 'secret'] : ['secret']) {
      const body = {
        answer_method: method,
        hangup_url: `${base}/hangup`,
        ...(secret !== undefined && { webhook_secret: secret }),
      }
      for (const [answer] of webhookResponses.entries()) {
        // The server retries a failed delivery later; a reset cancels the retries.
        await client.control('POST', '/reset')
        await client.api('PATCH', application, { body: { ...body, answer_url: `${base}/${answer}` } })
        await client.control('POST', '/calls', { body: call })
      }
      await client.control('POST', '/deliveries/1/send')
      await client.control('POST', '/reset')
    }
  }
}

/** A receiver of webhooks. The path selects the response. */
export async function receiver(): Promise<{ base: string; close: () => void }> {
  const server = createServer((request, response) => {
    request.resume()
    const [status, body] = webhookResponses[Number(request.url?.replace(/\D/g, ''))] ?? [200, '']
    response.writeHead(status, { 'content-type': 'application/json' }).end(body)
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  return { base: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close: () => server.close() }
}
