import { timeoutSignal } from '../base/timers.ts'

/** How a request differs from an everyday one of its method and path. */
export interface Sent {
  /** A string is sent as it is, all else as JSON. */
  readonly body?: unknown
  /** Headers besides; one that is set to nothing is not sent. */
  readonly headers?: Readonly<Record<string, string>>
  /** What is particular about it, for a report: `without a key`. */
  readonly how?: string
}

/** An answer as a check looks at it. */
export interface Seen {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Read as JSON, or the text where it is none. */
  readonly body: unknown
  /** The names in the body, in their order. */
  readonly keys: readonly string[]
  readonly text: string
}

const longestWait = 15_000
const mostBytes = 1024 * 1024

/** Sends the path as it stands. Follows no redirect: the key is for this server alone. */
export async function send(url: string, method: string, { body, headers = {} }: Sent): Promise<Seen> {
  const given = typeof body === 'string' ? body : JSON.stringify(body)
  const type: Record<string, string> = given === undefined ? {} : { 'content-type': 'application/json' }
  const all = Object.entries({ ...type, ...headers }).filter(([, value]) => value !== '')
  const response = await fetch(url, {
    method,
    headers: Object.fromEntries(all),
    // As bytes, for fetch gives a text a type of its own.
    body: given === undefined ? null : Buffer.from(given),
    redirect: 'manual',
    signal: timeoutSignal(longestWait),
  })
  const text = await readText(response)
  const read = readJson(text)
  const keys = typeof read === 'object' && read !== null ? Object.keys(read) : []
  return { status: response.status, headers: Object.fromEntries(response.headers), body: read, keys, text }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk)
    bytes += chunk.length
    // Leaving the loop gives the connection up.
    if (bytes > mostBytes) throw new Error('over 1 MiB')
  }
  return Buffer.concat(chunks).toString()
}

/** Why there was no answer. */
export function whyNone(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: NodeJS.ErrnoException }
  if (name === 'TimeoutError') return `no answer within ${longestWait / 1_000} s`
  return `no answer (${cause?.code ?? cause?.message ?? message})`
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
