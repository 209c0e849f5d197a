import type { IncomingMessage, Server } from 'node:http'
import { request as sendRequest } from 'node:http'
import type { Duplex } from 'node:stream'
import { duplexPair } from 'node:stream'
import { setImmediate } from '../base/timers.ts'
import { assertNotFaked, fetchSchedulers } from './fake-timers.ts'
import { keepProcessAlive } from './keep-process-alive.ts'

/**
 * Creates a `fetch` that sends every request to `server` without a socket; the host of the URL is ignored. Each request
 * uses an in-memory connection, and the server handles it with the same HTTP parser and listener as one from a socket.
 * Like the global `fetch`, it rejects with a `TypeError` that has a cause.
 */
export function createFetch(server: Server, base: string): typeof fetch {
  return async (input, init) => {
    await assertNotFaked(fetchSchedulers)
    const request = new Request(typeof input === 'string' ? new URL(input, base) : input, init)
    const body = Buffer.from(await request.arrayBuffer())
    const onError = (error: unknown) => {
      request.signal.throwIfAborted()
      throw new TypeError('fetch failed', { cause: toCause(error) })
    }
    return keepProcessAlive(send(server, request, body).then(incoming => toResponse(request, incoming), onError))
  }
}

interface IncomingResponse {
  readonly message: IncomingMessage
  readonly body: ReadableStream<Uint8Array>
}

function send(server: Server, { method, url, headers, signal }: Request, body: Buffer): Promise<IncomingResponse> {
  const { host, pathname, search } = new URL(url)
  const sentHeaders = { ...Object.fromEntries(headers), host, 'content-length': body.length }
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const createConnection = () => connectInMemory(server)
    sendRequest({ method, path: pathname + search, headers: sentHeaders, signal, createConnection })
      // Only after the server has seen its response finish, so that the journal already has the entry.
      .on('response', message => setImmediate(resolve, { message, body: toStream(message, signal) }))
      .on('error', reject)
      .end(body)
  })
}

/** The client's end of a new in-memory connection. The server's end has `resetAndDestroy`, which faults need. */
export function connectInMemory(server: Server): Duplex {
  if (!server.listening) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  const [clientEnd, serverEnd] = duplexPair()
  const resetAndDestroy = () => {
    clientEnd.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }))
    serverEnd.destroy()
  }
  // After the data that the client has not read yet.
  serverEnd.once('close', () => setImmediate(() => clientEnd.destroy()))
  server.emit('connection', Object.assign(serverEnd, { resetAndDestroy }))
  return clientEnd
}

function toResponse({ method, url }: Request, { message, body }: IncomingResponse): Response {
  const { statusCode: status = 0, statusMessage: statusText = '', headersDistinct } = message
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value)
  }
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 304
  const response = new Response(hasBody ? body : null, { status, statusText, headers })
  return Object.defineProperty(response, 'url', { value: url })
}

/**
 * Converts the body of a response to a stream. The whole body is read at once, even if the caller does not read the
 * stream, because the server treats a response as sent only when all of it has been read.
 */
function toStream(message: IncomingMessage, signal: AbortSignal): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      signal.addEventListener('abort', () => controller.error(signal.reason), { once: true })
      message.on('data', chunk => controller.enqueue(chunk))
      message.on('end', () => controller.close())
      message.on('error', error => controller.error(new TypeError('terminated', { cause: toCause(error) })))
    },
    cancel: () =>
      void message
        .removeAllListeners()
        .on('error', () => {})
        .destroy(),
  })
}

/** Replaces the error of `node:http` for a closed connection by the one of the global `fetch`. */
function toCause(error: unknown): unknown {
  if (!/^(socket hang up|aborted)$/.test((error as Error).message)) return error
  return Object.assign(new Error('other side closed'), { name: 'SocketError', code: 'UND_ERR_SOCKET' })
}
