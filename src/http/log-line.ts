import type { IncomingMessage } from 'node:http'
import { formatReason } from '../base/request-line.ts'
import type { OnRequestEnd } from './request-context.ts'

/** A log line about a request. */
export interface LogLine {
  readonly request_id: string
  readonly operation: string | null
  readonly method: string
  /** The path without the query, with API keys replaced by `***`. */
  readonly path: string
  /** null if the connection was closed before the response was sent. */
  readonly status: number | null
  readonly duration_ms: number
  /** The code of the error; omitted if there was none. */
  readonly error?: string
  readonly reason?: string
  /** Notes of the sandbox. */
  readonly namespace?: string
  readonly fault?: string
  readonly hint?: string
}

/** Writes a line for each request at its end, except for health checks, which are too frequent. */
export function logRequests(write: (line: LogLine) => void): OnRequestEnd {
  return (request, response, duration) => {
    if (request.url === '/healthz' || request.url === '/readyz') return
    write(lineOf(request, response.writableFinished ? response.statusCode : null, duration))
  }
}

function lineOf(request: IncomingMessage, status: number | null, duration: number): LogLine {
  const { url = '', method = '', context } = request
  const { id, operation, error, notes } = context
  const [path = ''] = url.split('?')
  // A documented operation that succeeded has a known path without an API key.
  const isKnownPath = status !== null && status < 400 && operation !== null
  const line = {
    request_id: id,
    operation,
    method,
    path: isKnownPath ? path : context.redactor.text(path),
    status,
    duration_ms: Math.round(duration * 100) / 100,
    ...notes,
  }
  return error === null ? line : { ...line, error: error.code, reason: formatReason(error.message, error.details) }
}
