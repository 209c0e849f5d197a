import type { RequestListener, Server } from 'node:http'
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import type { ErrorCode } from './error.ts'
import { errorBody, errors } from './error.ts'

/** How long a request may take to arrive, and how often that is looked at, in milliseconds. */
export interface Patience {
  readonly request: number
  readonly look: number
}

export const patience: Patience = { request: 10_000, look: 1_000 }

/** A server whose client gets the vendor's envelope also where HTTP itself is broken. */
export function createListener(listener: RequestListener, { request, look }: Patience): Server {
  const server = createServer(
    {
      requestTimeout: request,
      headersTimeout: request,
      connectionsCheckingInterval: look,
      // Longer than the pools of clients and proxies keep a connection, so that it is they who close it.
      keepAliveTimeout: 72_000,
    },
    listener,
  )
  return server.on('clientError', refuse)
}

/** The request never came to be one, so there is no answer object to write to. */
function refuse(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const answer = errors[codeOf(error)]
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
  )
}

function codeOf({ code }: NodeJS.ErrnoException): ErrorCode {
  if (code === 'HPE_HEADER_OVERFLOW') return 'head_too_large'
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request_timeout' : 'request_malformed'
}
