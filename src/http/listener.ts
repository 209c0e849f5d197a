import type { RequestListener, Server } from 'node:http'
import { createServer, IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { Socket } from 'node:net'
import type { Connections } from './connections.ts'
import { sendFinalError } from './direct-response.ts'
import type { ErrorCode } from './error.ts'

/** How long a request may take to arrive, and how often that is looked at, in milliseconds. */
export interface Timeouts {
  readonly requestMs: number
  readonly checkIntervalMs: number
}

export const defaultTimeouts: Timeouts = { requestMs: 10_000, checkIntervalMs: 1_000 }

/** A certificate and its key, both PEM. */
export interface Tls {
  readonly cert: Buffer
  readonly key: Buffer
}

/**
 * A server that hands on also what HTTP's parser does not let through, marked as `broken`. With `tls` it speaks HTTPS.
 * Servers that close together share their `connections`.
 */
export function createListener(
  listener: RequestListener,
  connections: Connections,
  { requestMs, checkIntervalMs }: Timeouts,
  tls: Tls | null,
): Server {
  const take: RequestListener = (request, response) =>
    connections.queueOf(request.socket)?.add(response, () => listener(request, response))
  /** Answers a request that Node made no response for. */
  const takeBroken = (request: IncomingMessage, socket: Socket, code: ErrorCode) => {
    const queue = connections.queueOf(socket)
    request.complete = true
    request.broken = code
    const response = new ServerResponse(request)
    // Else a client that never closes its side would keep the connection for ever.
    response.once('finish', () => queue?.end())
    queue?.add(response, () => {
      response.assignSocket(socket)
      listener(request, response)
    })
  }
  const options = {
    requestTimeout: requestMs,
    headersTimeout: requestMs,
    handshakeTimeout: requestMs,
    connectionsCheckingInterval: checkIntervalMs,
    // Longer than the pools of clients and proxies keep a connection, so that it is they who close it.
    keepAliveTimeout: 72_000,
    // Node's own answer has no envelope; see `answerErrors`.
    requireHostHeader: false,
  }
  const server = tls === null ? createServer(options, take) : createSecureServer({ ...options, ...tls }, take)
  // Node's own, which `close` calls, cuts off a response that the client has not read yet; `connections` closes them.
  server.closeIdleConnections = () => {}
  if (tls !== null) server.on('connection', socket => connections.accept(socket))
  return server
    .on(tls === null ? 'connection' : 'secureConnection', socket =>
      connections.open(socket, requestMs, () => server.emit('clientError', late(), socket)),
    )
    .on('checkExpectation', take)
    .on('connect', (request, socket) => {
      // Node has taken its own handler away: unheard, a reset would end the process.
      socket.on('error', () => {})
      takeBroken(request, socket as Socket, 'path_unknown')
    })
    .on('clientError', (error: ClientError, socket) => {
      const queue = connections.queueOf(socket as Socket)
      // It has failed in its TLS handshake.
      if (queue === undefined) socket.destroy()
      else if (error.code === requestTimeout && queue.isFull) queue.postponeTimeout()
      else if (queue.incomplete !== undefined) refuseOpen(queue.incomplete, error)
      else {
        // The packet begins with the head of another request where it holds several.
        const packet = queue.hasJustAdded ? undefined : error.rawPacket
        takeBroken(readHead(packet, socket as Socket), socket as Socket, codeOf(error))
      }
    })
}

/** Node's own code for a request that has not arrived in time. */
const requestTimeout = 'ERR_HTTP_REQUEST_TIMEOUT'

function late(): ClientError {
  return Object.assign(new Error('the request has not arrived in time'), { code: requestTimeout })
}

type ClientError = NodeJS.ErrnoException & { readonly rawPacket?: Buffer }

/** The request before the fault had begun to come: it is the one that has the fault. */
function refuseOpen(response: ServerResponse, error: ClientError): void {
  const { req } = response
  // The client has gone away, or it has its answer already.
  if (error.code === 'HPE_INVALID_EOF_STATE' || !req.socket.writable) return void req.socket.destroy()
  req.broken = codeOf(error)
  // Where it is still to begin, it will be refused then.
  if (req.context === undefined) return
  if (response.headersSent) req.socket.end(() => req.socket.destroy())
  else sendFinalError(response, req.broken)
}

/** What can be made out of a request that never came to be one. A path that is cut off may end within a key. */
function readHead(packet: Buffer | undefined, socket: Socket): IncomingMessage {
  const [, method = '', url = ''] = /^([A-Z]{3,20}) (\S+)\s/.exec(packet?.toString('latin1') ?? '') ?? []
  return Object.assign(new IncomingMessage(socket), { method, url })
}

function codeOf({ code }: NodeJS.ErrnoException): ErrorCode {
  if (code === 'HPE_HEADER_OVERFLOW') return 'head_too_large'
  return code === requestTimeout ? 'request_timeout' : 'request_malformed'
}
