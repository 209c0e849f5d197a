import { timeoutSignal } from '../base/timers.ts'

/** The parts of a request other than its method and path. */
export interface RequestOptions {
  /** A string is sent unchanged, any other value as JSON. */
  readonly body?: unknown
  /** Additional headers. A header with an empty value is not sent. */
  readonly headers?: Readonly<Record<string, string>>
  /** What is special about the request, for reports: `without a key`. */
  readonly note?: string
}

/** A response in the form in which checks compare it. */
export interface ReceivedResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** The parsed JSON, or the text if it is not JSON. */
  readonly body: unknown
  /** The keys of the body, in their order; empty if the body is not an object. */
  readonly keys: readonly string[]
  readonly text: string
}

const timeoutMs = 15_000
const maxBytes = 1024 * 1024

/** Sends a request. Does not follow redirects, so that the key is sent only to this server. */
export async function send(
  url: string,
  method: string,
  { body, headers = {} }: RequestOptions,
): Promise<ReceivedResponse> {
  const payload = typeof body === 'string' ? body : JSON.stringify(body)
  const contentType: Record<string, string> = payload === undefined ? {} : { 'content-type': 'application/json' }
  const allHeaders = Object.entries({ ...contentType, ...headers }).filter(([, value]) => value !== '')
  const response = await fetch(url, {
    method,
    headers: Object.fromEntries(allHeaders),
    // As bytes, because fetch adds a Content-Type to a string.
    body: payload === undefined ? null : Buffer.from(payload),
    redirect: 'manual',
    signal: timeoutSignal(timeoutMs),
  })
  const text = await readText(response)
  const parsed = readJson(text)
  const keys = typeof parsed === 'object' && parsed !== null ? Object.keys(parsed) : []
  return { status: response.status, headers: Object.fromEntries(response.headers), body: parsed, keys, text }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk)
    bytes += chunk.length
    // Leaving the loop closes the connection.
    if (bytes > maxBytes) throw new Error('body over 1 MiB')
  }
  return Buffer.concat(chunks).toString()
}

/** Says why there was no response. */
export function describeFailure(error: unknown): string {
  const { name, message, cause } = error as Error & { cause?: NodeJS.ErrnoException }
  if (name === 'TimeoutError') return `no response within ${timeoutMs / 1_000} s`
  return `no response (${cause?.code ?? cause?.message ?? message})`
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
