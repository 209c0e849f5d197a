import type { RequestListener, Server } from 'node:http'
import { createServer, IncomingMessage, ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { Socket } from 'node:net'
import type { Connections } from './connections.ts'
import { sendFinalError } from './direct-response.ts'
import type { ErrorCode } from './error.ts'

/** How long a request can take to arrive, and how often this is checked, in milliseconds. */
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
 * Creates a server that passes malformed requests to the listener too, with `protocolError`. With `tls` it uses HTTPS.
 * Servers that are closed together share their `connections`.
 */
export function createListener(
  listener: RequestListener,
  connections: Connections,
  { requestMs, checkIntervalMs }: Timeouts,
  tls: Tls | null,
): Server {
  const handle: RequestListener = (request, response) =>
    connections.queueOf(request.socket)?.add(response, () => listener(request, response))
  /** Handles a request for which Node.js created no response. */
  const handleMalformed = (request: IncomingMessage, socket: Socket, code: ErrorCode) => {
    const queue = connections.queueOf(socket)
    request.complete = true
    request.protocolError = code
    const response = new ServerResponse(request)
    // Otherwise a client that does not close its side would keep the connection open.
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
    // Longer than clients and proxies keep idle connections, so that they close them and not the server.
    keepAliveTimeout: 72_000,
    // The 400 of Node.js is not in the vendor's format; see `handleErrors`.
    requireHostHeader: false,
  }
  const server = tls === null ? createServer(options, handle) : createSecureServer({ ...options, ...tls }, handle)
  // `close` calls this, and the original cuts off a response that the client has not read yet. `connections` closes them.
  server.closeIdleConnections = () => {}
  if (tls !== null) server.on('connection', socket => connections.accept(socket))
  return server
    .on(tls === null ? 'connection' : 'secureConnection', socket =>
      connections.open(socket, requestMs, () => server.emit('clientError', timeoutError(), socket)),
    )
    .on('checkExpectation', handle)
    .on('connect', (request, socket) => {
      // Node.js has removed its handler. Without a handler a reset would crash the process.
      socket.on('error', () => {})
      handleMalformed(request, socket as Socket, 'path_unknown')
    })
    .on('clientError', (error: ClientError, socket) => {
      const queue = connections.queueOf(socket as Socket)
      // The TLS handshake failed.
      if (queue === undefined) socket.destroy()
      else if (error.code === timeoutCode && queue.isFull) queue.postponeTimeout()
      else if (queue.incomplete !== undefined) rejectIncomplete(queue.incomplete, error)
      else {
        // A packet with several requests starts with the head of another request.
        const packet = queue.addedFromLastRead ? undefined : error.rawPacket
        handleMalformed(readHead(packet, socket as Socket), socket as Socket, codeOf(error))
      }
    })
}

/** The error code of Node.js for a request that has not arrived in time. */
const timeoutCode = 'ERR_HTTP_REQUEST_TIMEOUT'

function timeoutError(): ClientError {
  return Object.assign(new Error('the request has not arrived in time'), { code: timeoutCode })
}

type ClientError = NodeJS.ErrnoException & { readonly rawPacket?: Buffer }

/** Rejects a request that had started to arrive when the error occurred. */
function rejectIncomplete(response: ServerResponse, error: ClientError): void {
  const { req } = response
  // The client has disconnected, or already has its response.
  if (error.code === 'HPE_INVALID_EOF_STATE' || !req.socket.writable) return void req.socket.destroy()
  req.protocolError = codeOf(error)
  // A request that is still waiting is rejected when it starts.
  if (req.context === undefined) return
  if (response.headersSent) req.socket.end(() => req.socket.destroy())
  else sendFinalError(response, req.protocolError)
}

/** The method and the path of a malformed request. An incomplete path is ignored, because it could end within an API key. */
function readHead(packet: Buffer | undefined, socket: Socket): IncomingMessage {
  const [, method = '', url = ''] = /^([A-Z]{3,20}) (\S+)\s/.exec(packet?.toString('latin1') ?? '') ?? []
  return Object.assign(new IncomingMessage(socket), { method, url })
}

function codeOf({ code }: NodeJS.ErrnoException): ErrorCode {
  if (code === 'HPE_HEADER_OVERFLOW') return 'head_too_large'
  return code === timeoutCode ? 'request_timeout' : 'request_malformed'
}
