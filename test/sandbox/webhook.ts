import { createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

export const secret = 'account-webhook-secret'
export const hangUp = JSON.stringify({ voxml_version: '1.0', instructions: [{ verb: 'Hangup' }] })

export interface TestWebhook {
  readonly method: string
  readonly url: string
  readonly body: string
  readonly headers: IncomingMessage['headers']
}

type WebhookResponse = [status: number, body: string]

/** A receiver of webhooks: the received requests, and the next responses. */
export interface TestReceiver {
  readonly port: number
  readonly received: TestWebhook[]
  responses: (WebhookResponse | Promise<WebhookResponse>)[]
}

export async function startReceiver(t: Test): Promise<TestReceiver> {
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString()
    receiver.received.push({ method: String(request.method), url: String(request.url), body, headers: request.headers })
    const [status, text] = (await receiver.responses.shift()) ?? [200, hangUp]
    response.writeHead(status).end(text)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const receiver: TestReceiver = { port: (server.address() as AddressInfo).port, received: [], responses: [] }
  return receiver
}

/** Checks a signature as the public client does: both headers, the same time, at most five minutes old. */
export function isSigned({ headers, body }: Pick<TestWebhook, 'headers' | 'body'>, now: number): boolean {
  const { 'x-tryvox-signature': signature = '', 'x-tryvox-timestamp': timestamp = '' } = headers
  const [, t, v1 = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(signature)) ?? []
  if (t !== timestamp || body === '' || Math.abs(now - Number(t)) > 300) return false
  const expected = createHmac('sha256', secret).update(`${t}.${body}`).digest()
  return timingSafeEqual(expected, Buffer.from(v1, 'hex'))
}
