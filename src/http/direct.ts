import type { OutgoingHttpHeaders, RequestListener, ServerResponse } from 'node:http'
import type { ErrorCode, Refused } from './error.ts'
import { errorBody, refused } from './error.ts'
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

/** The last answer of a connection. */
export function breakOff(response: ServerResponse, code: ErrorCode): void {
  refuseDirectly(response, refused(code), { connection: 'close' })
}

/** Refuses in the vendor's envelope ahead of any route. */
export function refuseDirectly(response: ServerResponse, why: Refused, headers: OutgoingHttpHeaders = {}): void {
  noteRefusal(response.req.exchange, why)
  answerDirectly(response, why.answer.status, JSON.stringify(errorBody(why.answer)), headers)
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
