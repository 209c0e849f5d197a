import type { IncomingMessage } from 'node:http'
import { hashKey } from '../store/key.ts'
import type { Store } from '../store/store.ts'
import type { Around } from './exchange.ts'

/** One line of the log: a request and how it ended. */
export interface LogLine {
  readonly request_id: string
  readonly operation: string | null
  readonly method: string
  /** Without its query, and with `***` where an API key stood. */
  readonly path: string
  /** null where the connection was gone before the answer was out. */
  readonly status: number | null
  readonly duration_ms: number
  /** Why it was refused. */
  readonly refused?: string
  readonly reason?: string
}

/** Writes a line for each request when it has ended; those of health checks would drown the others. */
export function logged(store: Store, write: (line: LogLine) => void): Around {
  return listener => (request, response) => {
    const started = performance.now()
    const end = (status: number | null) => {
      response.off('finish', finished).off('close', lost)
      write(lineOf(store, request, status, performance.now() - started))
    }
    const finished = () => end(response.statusCode)
    const lost = () => end(null)
    if (request.url !== '/healthz' && request.url !== '/readyz') response.on('finish', finished).on('close', lost)
    listener(request, response)
  }
}

function lineOf(store: Store, request: IncomingMessage, status: number | null, duration: number): LogLine {
  const { url = '', method = '', exchange } = request
  const { id, operation, refused } = exchange
  const [path = ''] = url.split('?')
  const line = {
    request_id: id,
    operation,
    method,
    path: refused === null ? path : withoutKeys(store, path),
    status,
    duration_ms: Math.round(duration * 100) / 100,
  }
  return refused === null ? line : { ...line, refused: refused.code, reason: reasonOf(refused) }
}

function reasonOf({ message, details }: NonNullable<IncomingMessage['exchange']['refused']>): string {
  if (details.length === 0) return message
  return `${message} (${details.map(({ field, reason }) => `${field}: ${reason}`).join('; ')})`
}

/** Somebody's key may stand in the path by mistake; no request that is granted has room for one. */
function withoutKeys(store: Store, path: string): string {
  const isKey = (word: string) => /tvx_sk/i.test(word) || store.access(hashKey(word)) !== undefined
  return path
    .split('/')
    .map(segment => (isKey(decode(segment)) ? '***' : segment))
    .join('/')
}

/** As far as it can be decoded; a key is ASCII. */
function decode(segment: string): string {
  return segment.replace(/%[0-9a-f]{2}/gi, hex => String.fromCharCode(Number.parseInt(hex.slice(1), 16)))
}
