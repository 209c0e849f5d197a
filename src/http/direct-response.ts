import type { IncomingMessage, OutgoingHttpHeaders, RequestListener, ServerResponse } from 'node:http'
import type { ApiError, ErrorCode } from './error.ts'
import { apiError, errorBody } from './error.ts'
import type { Middleware, OnUnexpectedError } from './request-context.ts'
import { recordError } from './request-context.ts'

declare module 'node:http' {
  interface IncomingMessage {
    /** Why no router is to see it, where HTTP itself is broken. */
    broken?: ErrorCode
  }
}

/** Refuses what is broken, and passes on all else. */
export function rejectMalformed(listener: RequestListener): RequestListener {
  return (request, response) =>
    request.broken === undefined ? listener(request, response) : sendFinalError(response, request.broken)
}

/** The outermost boundary of a request: what is thrown or rejected behind it, and was caught nowhere, is logged and answered 500. */
export function catchUnexpected(onUnexpectedError: OnUnexpectedError): Middleware {
  return listener => (request, response) => {
    const handle = async () => listener(request, response)
    handle().catch(sendUnexpectedError(onUnexpectedError, response))
  }
}

/** Logs an unexpected error and answers 500, or closes the connection if the response has already started. */
export function sendUnexpectedError(
  onUnexpectedError: OnUnexpectedError,
  response: ServerResponse,
): (error: unknown) => void {
  return error => {
    const { context } = response.req as Partial<IncomingMessage>
    onUnexpectedError(error, context?.id)
    if (context === undefined || response.headersSent) response.destroy()
    else sendErrorDirectly(response, apiError('internal'))
  }
}

/** The last answer of a connection. */
export function sendFinalError(response: ServerResponse, code: ErrorCode): void {
  sendErrorDirectly(response, apiError(code), { connection: 'close' })
}

/** Refuses in the vendor's envelope ahead of any route. */
export function sendErrorDirectly(response: ServerResponse, why: ApiError, headers: OutgoingHttpHeaders = {}): void {
  const answer = recordError(response.req.context, why)
  sendJsonDirectly(response, answer.status, JSON.stringify(errorBody(answer)), headers)
}

/** Answers with this JSON ahead of any route. */
export function sendJsonDirectly(
  response: ServerResponse,
  status: number,
  json: string,
  headers: OutgoingHttpHeaders = {},
): void {
  response.req.context.answer = json
  const type = { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(json) }
  response.writeHead(status, { ...type, ...headers }).end(json)
}
