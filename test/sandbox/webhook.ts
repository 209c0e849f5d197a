import { createHmac, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'

export const secret = 'account-webhook-secret'
export const hangUp = JSON.stringify({ voxml_version: '1.0', instructions: [{ verb: 'Hangup' }] })

export interface Heard {
  readonly method: string
  readonly url: string
  readonly body: string
  readonly headers: IncomingMessage['headers']
}

type Answer = [status: number, body: string]

/** The other side of a webhook: what it heard, and what it answers next. */
export interface Listener {
  readonly port: number
  readonly heard: Heard[]
  answers: (Answer | Promise<Answer>)[]
}

export async function listener(t: Test): Promise<Listener> {
  const server = createServer(async (request, response) => {
    const body = Buffer.concat(await request.toArray()).toString()
    listening.heard.push({ method: String(request.method), url: String(request.url), body, headers: request.headers })
    const [status, text] = (await listening.answers.shift()) ?? [200, hangUp]
    response.writeHead(status).end(text)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const listening: Listener = { port: (server.address() as AddressInfo).port, heard: [], answers: [] }
  return listening
}

/** As the public client checks it: both headers, one time, not older than five minutes, and the signature of the body. */
export function isSigned({ headers, body }: Pick<Heard, 'headers' | 'body'>, now: number): boolean {
  const { 'x-tryvox-signature': signature = '', 'x-tryvox-timestamp': timestamp = '' } = headers
  const [, t, v1 = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(signature)) ?? []
  if (t !== timestamp || body === '' || Math.abs(now - Number(t)) > 300) return false
  const expected = createHmac('sha256', secret).update(`${t}.${body}`).digest()
  return timingSafeEqual(expected, Buffer.from(v1, 'hex'))
}
