import type { LookupAddress } from 'node:dns'
import type { IncomingMessage } from 'node:http'
import { request as http } from 'node:http'
import { request as https } from 'node:https'
import { performanceNow, timeoutSignal } from '../base/timers.ts'
import type { WebhookRequest } from './call.ts'

/** Identifies this server to the receiver of a webhook. */
export const userAgent = 'tryvox-sandbox'

const defaultTimeoutMs = 5_000
const maxResponseBytes = 64 * 1024

/** The result of an attempt: a response or an error. */
export interface SendResult {
  readonly response: { readonly status: number; readonly body: string } | null
  readonly error: { readonly code: string; readonly message: string } | null
  /** Milliseconds. */
  readonly duration: number
}

/**
 * Sends a request to one of these addresses. Does not follow redirects. Fails after 5 s, and if the response is larger than
 * 64 KiB.
 */
export async function send(
  { method, url, body }: WebhookRequest,
  headers: Readonly<Record<string, string>>,
  addresses: readonly LookupAddress[],
  timeoutMs = defaultTimeoutMs,
): Promise<SendResult> {
  const started = performanceNow()
  const toResult = (end: Pick<SendResult, 'response' | 'error'>) => ({ ...end, duration: performanceNow() - started })
  const signal = timeoutSignal(timeoutMs)
  const length = body === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = {
        method,
        headers: { 'user-agent': userAgent, ...length, ...headers },
        agent: false,
        signal,
        // With this option `lookup` is always asked for a list, whatever the defaults of Node.js are.
        autoSelectFamily: true,
        lookup: lookupOf(addresses),
      }
      const open = new URL(url).protocol === 'https:' ? https : http
      open(url, options, resolve)
        .on('error', reject)
        .on('upgrade', (_response, socket) => {
          socket.destroy()
          reject(new Error('the response is an upgrade that was not requested'))
        })
        .end(body ?? undefined)
    })
    return toResult({ response: { status: Number(response.statusCode), body: await read(response) }, error: null })
  } catch (error) {
    const { code = 'ERROR', message } = error as NodeJS.ErrnoException
    const timeout = { code: 'TIMEOUT', message: `no complete response within ${timeoutMs} ms` }
    return toResult({ response: null, error: signal.aborted ? timeout : { code, message } })
  }
}

/** Returns a lookup that always gives the checked addresses, so that the name is not resolved again. */
function lookupOf(addresses: readonly LookupAddress[]) {
  type Callback = (error: null, addresses: LookupAddress[]) => void
  return (_host: string, _options: object, callback: Callback) => callback(null, [...addresses])
}

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    size += chunk.length
    if (size > maxResponseBytes)
      throw Object.assign(new Error('the response is larger than 64 KiB'), { code: 'RESPONSE_TOO_LARGE' })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
