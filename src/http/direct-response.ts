import type { IncomingMessage, OutgoingHttpHeaders, RequestListener, ServerResponse } from 'node:http'
import type { ApiError, ErrorCode } from './error.ts'
import { apiError, errorBody } from './error.ts'
import type { Middleware, OnUnexpectedError } from './request-context.ts'
import { recordError } from './request-context.ts'

declare module 'node:http' {
  interface IncomingMessage {
    /** The error of a request that is not valid HTTP. Such a request is not routed. */
    protocolError?: ErrorCode
  }
}

/** Rejects requests that are not valid HTTP. */
export function rejectMalformed(listener: RequestListener): RequestListener {
  return (request, response) =>
    request.protocolError === undefined ? listener(request, response) : sendFinalError(response, request.protocolError)
}

/** The outermost error handler of a request: reports an uncaught error and responds with 500. */
export function catchUnexpected(onUnexpectedError: OnUnexpectedError): Middleware {
  return listener => (request, response) => {
    const handle = async () => listener(request, response)
    handle().catch(sendUnexpectedError(onUnexpectedError, response))
  }
}

/** Reports an unexpected error and responds with 500, or closes the connection if the response has already started. */
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

/** Sends an error and closes the connection. */
export function sendFinalError(response: ServerResponse, code: ErrorCode): void {
  sendErrorDirectly(response, apiError(code), { connection: 'close' })
}

/** Sends an error without a route, in the vendor's format. */
export function sendErrorDirectly(response: ServerResponse, error: ApiError, headers: OutgoingHttpHeaders = {}): void {
  const errorResponse = recordError(response.req.context, error)
  sendDirectly(response, errorResponse.status, JSON.stringify(errorBody(errorResponse)), headers)
}

/** Sends a body without a route. It is JSON unless `headers` has another `content-type`. */
export function sendDirectly(
  response: ServerResponse,
  status: number,
  body: string,
  headers: OutgoingHttpHeaders = {},
): void {
  response.req.context.responseBody = body
  const type = { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(body) }
  response.writeHead(status, { ...type, ...headers }).end(body)
}
