import type { IncomingMessage } from 'node:http'
import type { OnRequestEnd } from './request-context.ts'

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
  readonly error?: string
  readonly reason?: string
  /** What whoever stands around the listener has to say. */
  readonly [note: string]: string | number | null | undefined
}

/** Writes a line for each request when it has ended; those of health checks would drown the others. */
export function logged(write: (line: LogLine) => void): OnRequestEnd {
  return (request, response, duration) => {
    if (request.url === '/healthz' || request.url === '/readyz') return
    write(lineOf(request, response.writableFinished ? response.statusCode : null, duration))
  }
}

function lineOf(request: IncomingMessage, status: number | null, duration: number): LogLine {
  const { url = '', method = '', context } = request
  const { id, operation, error, notes } = context
  const [path = ''] = url.split('?')
  // Of a documented operation that succeeds, the whole path is known.
  const granted = status !== null && status < 400 && operation !== null
  const line = {
    request_id: id,
    operation,
    method,
    path: granted ? path : context.redactor.text(path),
    status,
    duration_ms: Math.round(duration * 100) / 100,
    ...notes,
  }
  return error === null ? line : { ...line, error: error.code, reason: reasonOf(error) }
}

function reasonOf({ message, details }: NonNullable<IncomingMessage['context']['error']>): string {
  if (details.length === 0) return message
  return `${message} (${details.map(({ field, reason }) => `${field}: ${reason}`).join('; ')})`
}
