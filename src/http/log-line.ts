import type { IncomingMessage } from 'node:http'
import type { Ended } from './exchange.ts'

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
  /** What whoever stands around the listener has to say. */
  readonly [note: string]: string | number | null | undefined
}

/** Writes a line for each request when it has ended; those of health checks would drown the others. */
export function logged(write: (line: LogLine) => void): Ended {
  return (request, response, duration) => {
    if (request.url === '/healthz' || request.url === '/readyz') return
    write(lineOf(request, response.writableFinished ? response.statusCode : null, duration))
  }
}

function lineOf(request: IncomingMessage, status: number | null, duration: number): LogLine {
  const { url = '', method = '', exchange } = request
  const { id, operation, refused, notes } = exchange
  const [path = ''] = url.split('?')
  // Of a documented operation that succeeds, the whole path is known.
  const granted = status !== null && status < 400 && operation !== null
  const line = {
    request_id: id,
    operation,
    method,
    path: granted ? path : exchange.redactor.text(path),
    status,
    duration_ms: Math.round(duration * 100) / 100,
    ...notes,
  }
  return refused === null ? line : { ...line, refused: refused.code, reason: reasonOf(refused) }
}

function reasonOf({ message, details }: NonNullable<IncomingMessage['exchange']['refused']>): string {
  if (details.length === 0) return message
  return `${message} (${details.map(({ field, reason }) => `${field}: ${reason}`).join('; ')})`
}
