import type { RequestListener, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Answer, ErrorCode } from './error.ts'
import { errorBody, errors } from './error.ts'

/** How long a request may take to arrive, and how often that is looked at, in milliseconds. */
export interface Patience {
  readonly request: number
  readonly look: number
}

export const patience: Patience = { request: 10_000, look: 1_000 }

/** A server whose client gets the vendor's envelope also where HTTP itself is broken. */
export function createListener(listener: RequestListener, { request, look }: Patience): Server {
  const last = new WeakMap<Duplex, ServerResponse>()
  const inTurn = (socket: Duplex, then: () => void) =>
    // What stands behind the end of its connection is lost with it.
    behind(last.get(socket), () => socket.writable && then())
  // What Node would begin at once: then a DELETE overtakes the POST whose body is still to be read.
  const listen: RequestListener = (request, response) => {
    inTurn(request.socket, () => listener(request, response))
    last.set(request.socket, response)
  }
  const server = createServer(
    {
      requestTimeout: request,
      headersTimeout: request,
      connectionsCheckingInterval: look,
      // Longer than the pools of clients and proxies keep a connection, so that it is they who close it.
      keepAliveTimeout: 72_000,
      // Node's own answer has no envelope; see `answerErrors`.
      requireHostHeader: false,
    },
    listen,
  )
  const refuse = (code: ErrorCode, socket: Duplex) => inTurn(socket, () => end(socket, errors[code]))
  return server
    .on('checkExpectation', listen)
    .on('connect', (_request, socket) => refuse('path_unknown', socket))
    .on('clientError', (error: NodeJS.ErrnoException, socket) => refuse(codeOf(error), socket))
}

/** When the request before it on the connection, if that came whole, has been answered. */
function behind(before: ServerResponse | undefined, then: () => void): void {
  if (before?.req.complete && !before.destroyed) before.once('close', then)
  else then()
}

/** The request never came to be one, so there is no answer object to write to. */
function end(socket: Duplex, answer: Answer): void {
  const body = JSON.stringify(errorBody(answer))
  socket.end(
    [
      `HTTP/1.1 ${answer.status} ${answer.message}`,
      'content-type: application/json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      'connection: close',
      '',
      body,
    ].join('\r\n'),
    // Else a client that never closes its side would keep the connection for ever.
    () => socket.destroy(),
  )
}

function codeOf({ code }: NodeJS.ErrnoException): ErrorCode {
  if (code === 'HPE_HEADER_OVERFLOW') return 'head_too_large'
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request_timeout' : 'request_malformed'
}
