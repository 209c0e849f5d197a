import { randomUUID } from 'node:crypto'
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { Redactor } from '../base/redaction.ts'
import { performanceNow } from '../base/timers.ts'
import type { ApiError, ErrorDetail, ErrorResponse } from './error.ts'

/** What is known about a request while it is handled, for the log and the sandbox. */
interface RequestContext {
  /** The `x-request-id` of the client if it is valid, otherwise a new one. */
  readonly id: string
  /** Replaces the API keys of this server. */
  readonly redactor: Redactor
  /** The id of the operation; null if the request matches no documented route. */
  operation: string | null
  /** The body as text; null if it has none or was not read. */
  body: string | null
  /** The error; null if there was none. */
  error: { readonly code: string; readonly message: string; readonly details: readonly ErrorDetail[] } | null
  /** The body of the response, if it was recorded. */
  responseBody: string | null
  /** Notes of the sandbox for the log. */
  notes: Readonly<Record<string, string>>
}

declare module 'node:http' {
  interface IncomingMessage {
    context: RequestContext
  }
}

/** Wraps the listener. It gets every request, including those with a `protocolError`. */
export type Middleware = (listener: RequestListener) => RequestListener

/** Called at the end of a request with its duration in milliseconds. `writableFinished` tells whether the response was sent. */
export type OnRequestEnd = (request: IncomingMessage, response: ServerResponse, duration: number) => void

/** Called with an unexpected error, whose details never reach the client. `requestId` is missing for errors in timers. */
export type OnUnexpectedError = (error: unknown, requestId?: string) => void

const noNotes = {}

/** Creates the context of each request and adds its id to the response. */
export function withRequestContext(onRequestEnd: OnRequestEnd, redactor: Redactor): Middleware {
  return listener => (request, response) => {
    const id = requestId(request, redactor)
    const started = performanceNow()
    request.url = toPath(request)
    request.context = { id, redactor, operation: null, body: null, error: null, responseBody: null, notes: noNotes }
    response.setHeader('x-request-id', id)
    response.once('close', () => onRequestEnd(request, response, performanceNow() - started))
    return listener(request, response)
  }
}

/** Records the error of a request and returns its response, both without API keys that the client sent as field names. */
export function recordError(context: RequestContext, { code, response }: ApiError): ErrorResponse {
  const details = response.details?.map(({ field, reason }) => ({
    field: context.redactor.text(field),
    reason: context.redactor.text(reason),
  }))
  context.error = { code, message: response.message, details: details ?? [] }
  return { ...response, ...(details && { details }) }
}

/** The path of a request target, which can be an absolute URL (RFC 9112) and can have a fragment. */
function toPath({ url = '' }: IncomingMessage): string {
  const [path = ''] = url.split('#', 1)
  return path.replace(/^https?:\/\/[^/?]*/i, '')
}

/** Accepts an id that is short, has only safe characters and is not an API key. */
function requestId({ headers }: IncomingMessage, redactor: Redactor): string {
  const sent = headers['x-request-id']
  const isValid = typeof sent === 'string' && /^[\w.:/+=@-]{1,128}$/.test(sent) && redactor.text(sent) === sent
  return isValid ? sent : randomUUID()
}
