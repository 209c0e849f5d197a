import { randomUUID } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Redactor } from '../base/redaction.ts'
import { performanceNow } from '../base/timers.ts'
import type { ApiError, ErrorDetail, ErrorResponse } from './error.ts'

/** What is known of a request while it is answered: for the log line, and for whoever stands around the listener. */
interface RequestContext {
  /** The client's own `x-request-id` where it is sane. */
  readonly id: string
  /** Replaces the API keys that this server knows. */
  readonly redactor: Redactor
  /** The OpenAPI operation; null where no documented route took the request. */
  operation: string | null
  /** Its body, where it has one that was read as text. */
  body: string | null
  /** Why it was refused. */
  error: { readonly code: string; readonly message: string; readonly details: readonly ErrorDetail[] } | null
  /** Its answer as it was sent, where somebody kept it. */
  answer: string | null
  /** What whoever stands around the listener has to say of it in the log line. */
  notes: Readonly<Record<string, string>>
}

declare module 'node:http' {
  interface IncomingMessage {
    context: RequestContext
  }
}

/** Something put around the listener: it sees each request, those that are `broken` included, and each answer. */
export type Middleware = (listener: RequestListener) => RequestListener

/** Told when an context has ended, and after how many milliseconds; `writableFinished` says whether it was answered. */
export type OnRequestEnd = (request: IncomingMessage, response: ServerResponse, duration: number) => void

/** Where an unforeseen error goes, with all its insides: none of them reach the client. No request where a timer fails. */
export type OnUnexpectedError = (error: unknown, requestId?: string) => void

const nothing = {}

/** Opens an context for each request and puts its id into the answer. */
export function withRequestContext(ended: OnRequestEnd, redactor: Redactor): Middleware {
  return listener => (request, response) => {
    const id = requestId(request, redactor)
    const started = performanceNow()
    request.url = toPath(request)
    request.context = { id, redactor, operation: null, body: null, error: null, answer: null, notes: nothing }
    response.setHeader('x-request-id', id)
    response.once('close', () => ended(request, response, performanceNow() - started))
    return listener(request, response)
  }
}

/** Leaves word of why a request is refused, and gives the answer: both without a key that the client used as a name. */
export function recordError(context: RequestContext, { code, answer }: ApiError): ErrorResponse {
  const details = answer.details?.map(({ field, reason }) => ({
    field: context.redactor.text(field),
    reason: context.redactor.text(reason),
  }))
  context.error = { code, message: answer.message, details: details ?? [] }
  return { ...answer, ...(details && { details }) }
}

/** A server must take `GET http://host/path` too (RFC 9112), and a fragment is none of its business. */
function toPath({ url = '' }: IncomingMessage): string {
  const [path = ''] = url.split('#', 1)
  return path.replace(/^https?:\/\/[^/?]*/i, '')
}

/** Visible, short, and not an API key by mistake. */
function requestId({ headers }: IncomingMessage, redactor: Redactor): string {
  const given = headers['x-request-id']
  const isSane = typeof given === 'string' && /^[\w.:/+=@-]{1,128}$/.test(given) && redactor.text(given) === given
  return isSane ? given : randomUUID()
}
