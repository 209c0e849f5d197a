import type { IncomingMessage, OutgoingHttpHeaders, RequestListener, ServerResponse } from 'node:http'
import type { ErrorCode, Refused } from './error.ts'
import { errorBody, refused } from './error.ts'
import type { Around, OnUnforeseen } from './exchange.ts'
import { noteRefusal } from './exchange.ts'

declare module 'node:http' {
  interface IncomingMessage {
    /** Why no router is to see it, where HTTP itself is broken. */
    broken?: ErrorCode
  }
}

/** Refuses what is broken, and passes on all else. */
export function refuseBroken(listener: RequestListener): RequestListener {
  return (request, response) =>
    request.broken === undefined ? listener(request, response) : breakOff(response, request.broken)
}

/** The outermost boundary of a request: what is thrown or rejected behind it, and was caught nowhere, is logged and answered 500. */
export function catchUnforeseen(onUnforeseen: OnUnforeseen): Around {
  return listener => (request, response) => {
    const handle = async () => listener(request, response)
    handle().catch(failUnforeseen(onUnforeseen, response))
  }
}

/** Logs an unexpected error and answers 500, or closes the connection if the response has already started. */
export function failUnforeseen(onUnforeseen: OnUnforeseen, response: ServerResponse): (error: unknown) => void {
  return error => {
    const { exchange } = response.req as Partial<IncomingMessage>
    onUnforeseen(error, exchange?.id)
    if (exchange === undefined || response.headersSent) response.destroy()
    else refuseDirectly(response, refused('internal'))
  }
}

/** The last answer of a connection. */
export function breakOff(response: ServerResponse, code: ErrorCode): void {
  refuseDirectly(response, refused(code), { connection: 'close' })
}

/** Refuses in the vendor's envelope ahead of any route. */
export function refuseDirectly(response: ServerResponse, why: Refused, headers: OutgoingHttpHeaders = {}): void {
  const answer = noteRefusal(response.req.exchange, why)
  answerDirectly(response, answer.status, JSON.stringify(errorBody(answer)), headers)
}

/** Answers with this JSON ahead of any route. */
export function answerDirectly(
  response: ServerResponse,
  status: number,
  json: string,
  headers: OutgoingHttpHeaders = {},
): void {
  response.req.exchange.answer = json
  const type = { 'content-type': 'application/json; charset=utf-8', 'content-length': Buffer.byteLength(json) }
  response.writeHead(status, { ...type, ...headers }).end(json)
}
