import type { LookupAddress } from 'node:dns'
import type { IncomingMessage } from 'node:http'
import { request as http } from 'node:http'
import { request as https } from 'node:https'
import { performanceNow, timeoutSignal } from '../base/timers.ts'
import type { WebhookRequest } from './call.ts'

/** By it a receiver may know whom it hears. */
export const userAgent = 'tryvox-sandbox'

const patience = 5_000
const largestAnswer = 64 * 1024

/** How an attempt ended: with an answer, or with what went wrong. */
export interface SendResult {
  readonly answer: { readonly status: number; readonly body: string } | null
  readonly error: { readonly code: string; readonly message: string } | null
  /** Milliseconds. */
  readonly duration: number
}

/** One request to one of these addresses and no other. Follows no redirect; gives up after 5 s, and on an answer over 64 KiB. */
export async function send(
  { method, url, body }: WebhookRequest,
  headers: Readonly<Record<string, string>>,
  addresses: readonly LookupAddress[],
  milliseconds = patience,
): Promise<SendResult> {
  const started = performanceNow()
  const ended = (end: Pick<SendResult, 'answer' | 'error'>) => ({ ...end, duration: performanceNow() - started })
  const signal = timeoutSignal(milliseconds)
  const length = body === null ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  try {
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = {
        method,
        headers: { 'user-agent': userAgent, ...length, ...headers },
        agent: false,
        signal,
        // The lookup is asked for a list then, whatever Node.js was told.
        autoSelectFamily: true,
        lookup: at(addresses),
      }
      const open = new URL(url).protocol === 'https:' ? https : http
      open(url, options, resolve)
        .on('error', reject)
        .on('upgrade', (_response, socket) => {
          socket.destroy()
          reject(new Error('the answer is an upgrade, which was not asked for'))
        })
        .end(body ?? undefined)
    })
    return ended({ answer: { status: Number(response.statusCode), body: await read(response) }, error: null })
  } catch (error) {
    const { code = 'ERROR', message } = error as NodeJS.ErrnoException
    const late = { code: 'TIMEOUT', message: `no whole answer within ${milliseconds} ms` }
    return ended({ answer: null, error: signal.aborted ? late : { code, message } })
  }
}

/** What was judged is what is called: the name is not asked for again. */
function at(addresses: readonly LookupAddress[]) {
  type Found = (error: null, addresses: LookupAddress[]) => void
  return (_host: string, _options: object, found: Found) => found(null, [...addresses])
}

async function read(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of response) {
    size += chunk.length
    if (size > largestAnswer) throw Object.assign(new Error('the answer is over 64 KiB'), { code: 'ANSWER_TOO_LARGE' })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString()
}
