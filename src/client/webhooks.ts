import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { verifySignature } from '../network/signature.ts'

/** A webhook that the receiver got. */
export interface ReceivedWebhook {
  /** `answer` for the request to the answer_url, `hangup` for the one to the hangup_url. */
  readonly kind: 'answer' | 'hangup'
  readonly method: string
  readonly headers: IncomingHttpHeaders
  /** The fields of the body or, for GET, of the query. */
  readonly fields: Readonly<Record<string, unknown>>
  /** The body as it was received and signed. */
  readonly body: string
  /** Whether the signature is the one of the application's secret. */
  readonly isSigned: boolean
}

export interface ReceiveOptions {
  /** The id of the application whose URLs and secret are set. Default: the first one of the account. */
  readonly application?: string
  /** The VoxML to respond with, or a function that returns it. Default: a document that hangs up. */
  readonly voxml?: object | ((webhook: ReceivedWebhook) => unknown)
  /** The name by which the server reaches this machine, such as `host.docker.internal`. Default: 127.0.0.1. */
  readonly host?: string
}

/** A local server that receives webhooks. */
export interface WebhookReceiver extends AsyncDisposable {
  readonly url: string
  /** The webhook secret of the application. */
  readonly secret: string
  /** The webhooks received so far, oldest first. */
  readonly received: readonly ReceivedWebhook[]
  close(): Promise<void>
}

/** The URLs and the secret to set in the application. */
export interface WebhookTarget {
  readonly answer_url: string
  readonly hangup_url: string
  readonly webhook_secret: string
}

const hangUp = { voxml_version: '1.0', instructions: [{ verb: 'Hangup' }] }

/** Starts a receiver and calls `connect` with what to set in the application. */
export async function receiveWebhooks(
  { voxml = hangUp, host }: ReceiveOptions,
  connect: (target: WebhookTarget) => Promise<unknown>,
): Promise<WebhookReceiver> {
  const secret = randomBytes(16).toString('hex')
  const received: ReceivedWebhook[] = []
  const respond = async (request: IncomingMessage) => {
    const webhook = await readWebhook(request, secret)
    received.push(webhook)
    if (webhook.kind === 'hangup') return {}
    return typeof voxml === 'function' ? voxml(webhook) : voxml
  }
  const server = createServer((request, response) => {
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    // An error in a function of the test is visible in the delivery.
    respond(request).then(
      body => send(200, body),
      error => send(500, { error: String(error) }),
    )
  })
  // A receiver that another machine reaches must listen on all addresses.
  server.listen(0, host === undefined ? '127.0.0.1' : undefined).unref()
  await once(server, 'listening')
  const url = `http://${host ?? '127.0.0.1'}:${(server.address() as AddressInfo).port}`
  const close = async () => {
    server.closeAllConnections()
    await new Promise(resolve => server.close(resolve))
  }
  await connect({ answer_url: `${url}/answer`, hangup_url: `${url}/hangup`, webhook_secret: secret })
  return { url, secret, received, close, [Symbol.asyncDispose]: close }
}

async function readWebhook(request: IncomingMessage, secret: string): Promise<ReceivedWebhook> {
  let body = ''
  for await (const chunk of request.setEncoding('utf8')) body += chunk
  const { pathname, searchParams } = new URL(String(request.url), 'http://localhost')
  return {
    kind: pathname === '/hangup' ? 'hangup' : 'answer',
    method: String(request.method),
    headers: request.headers,
    fields: body === '' ? Object.fromEntries(searchParams) : JSON.parse(body),
    body,
    isSigned: verifySignature(request.headers, body, secret),
  }
}
