import type { RequestListener, Server } from 'node:http'
import { createServer, IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { Socket } from 'node:net'
import { breakOff } from './direct.ts'
import type { ErrorCode } from './error.ts'

/** How long a request may take to arrive, and how often that is looked at, in milliseconds. */
export interface Patience {
  readonly request: number
  readonly look: number
}

export const patience: Patience = { request: 10_000, look: 1_000 }

/** A certificate and its key, both PEM. */
export interface Tls {
  readonly cert: Buffer
  readonly key: Buffer
}

/** A server that hands on also what HTTP's parser does not let through, marked as `broken`. With `tls` it speaks HTTPS. */
export function createListener(listener: RequestListener, { request, look }: Patience, tls: Tls | null): Server {
  const last = new WeakMap<Socket, ServerResponse>()
  // What Node would begin at once: then a DELETE overtakes the POST whose body is still to be read.
  const inTurn = (socket: Socket, response: ServerResponse, begin: () => void) => {
    // What stands behind the end of its connection is lost with it.
    behind(last.get(socket), () => socket.writable && begin())
    last.set(socket, response)
  }
  const take: RequestListener = (request, response) =>
    inTurn(request.socket, response, () => listener(request, response))
  const takeBroken = (request: IncomingMessage, socket: Socket, code: ErrorCode) => {
    const response = answerTo(request, socket)
    request.broken = code
    inTurn(socket, response, () => {
      response.assignSocket(socket)
      listener(request, response)
    })
  }
  const options = {
    requestTimeout: request,
    headersTimeout: request,
    connectionsCheckingInterval: look,
    // Longer than the pools of clients and proxies keep a connection, so that it is they who close it.
    keepAliveTimeout: 72_000,
    // Node's own answer has no envelope; see `answerErrors`.
    requireHostHeader: false,
  }
  const server = tls === null ? createServer(options, take) : createSecureServer({ ...options, ...tls }, take)
  return server
    .on('checkExpectation', take)
    .on('connect', (request, socket) => {
      // Node has taken its own handler away: unheard, a reset would end the process.
      socket.on('error', () => {})
      takeBroken(request, socket as Socket, 'path_unknown')
    })
    .on('clientError', (error: ClientError, socket) => {
      const open = last.get(socket as Socket)
      if (open !== undefined && !open.req.complete) refuseOpen(open, error)
      else takeBroken(readHead(error, socket as Socket), socket as Socket, codeOf(error))
    })
}

type ClientError = NodeJS.ErrnoException & { readonly rawPacket?: Buffer }

/** When the request before it on the connection, if that came whole, has been answered. */
function behind(before: ServerResponse | undefined, then: () => void): void {
  if (before?.req.complete && !before.destroyed) before.once('close', then)
  else then()
}

/** The request before the fault had begun to come: it is the one that has the fault. */
function refuseOpen(response: ServerResponse, error: ClientError): void {
  const { req } = response
  // The client has gone away, or it has its answer already.
  if (error.code === 'HPE_INVALID_EOF_STATE' || !req.socket.writable) return void req.socket.destroy()
  req.broken = codeOf(error)
  // Where it is still to begin, it will be refused then.
  if (req.exchange === undefined) return
  if (response.headersSent) req.socket.end(() => req.socket.destroy())
  else breakOff(response, req.broken)
}

/** The response to a request that Node made none for. */
function answerTo(request: IncomingMessage, socket: Socket): ServerResponse {
  request.complete = true
  const response = new ServerResponse(request)
  // Else a client that never closes its side would keep the connection for ever.
  return response.once('finish', () => socket.end(() => socket.destroy()))
}

/** What can be made out of a request that never came to be one. */
function readHead({ rawPacket }: ClientError, socket: Socket): IncomingMessage {
  const [, method = '', url = ''] = /^([A-Z]{3,20}) (\S+)/.exec(rawPacket?.toString('latin1') ?? '') ?? []
  return Object.assign(new IncomingMessage(socket), { method, url })
}

function codeOf({ code }: NodeJS.ErrnoException): ErrorCode {
  if (code === 'HPE_HEADER_OVERFLOW') return 'head_too_large'
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request_timeout' : 'request_malformed'
}
