import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import type { ErrorCode } from './error.ts'
import { errorBody, errors } from './error.ts'

declare module 'node:http' {
  interface IncomingMessage {
    /** Why no router is to see it, where HTTP itself is broken. */
    broken?: ErrorCode
  }
}

/** Refuses what is broken, and passes on all else. */
export function refuseBroken(listener: RequestListener): RequestListener {
  return (request, response) =>
    request.broken === undefined ? listener(request, response) : answerBroken(request, response, request.broken)
}

/** Answers in the vendor's envelope, and leaves word of why. It is the last answer of its connection. */
export function answerBroken({ exchange }: IncomingMessage, response: ServerResponse, code: ErrorCode): void {
  const { status, message, details = [] } = errors[code]
  exchange.refused = { code, message, details }
  exchange.answer = JSON.stringify(errorBody(errors[code]))
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(exchange.answer),
      connection: 'close',
    })
    .end(exchange.answer)
}
