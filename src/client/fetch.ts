import type { IncomingMessage, Server } from 'node:http'
import { request as sendRequest } from 'node:http'
import type { Duplex } from 'node:stream'
import { duplexPair } from 'node:stream'
import { setImmediate } from '../base/timers.ts'
import { keepProcessAlive } from './keep-process-alive.ts'
import { mustTick, ofNode } from './ticks.ts'

/**
 * A `fetch` whose calls reach `server` without a socket, whatever host they name: each over a connection in memory, so
 * that the same parser and listener take them. It fails as the global one does: a `TypeError` with its cause.
 */
export function fetchThrough(server: Server, base: string): typeof fetch {
  return async (input, init) => {
    await mustTick(ofNode)
    const request = new Request(typeof input === 'string' ? new URL(input, base) : input, init)
    const body = Buffer.from(await request.arrayBuffer())
    const failed = (error: unknown) => {
      request.signal.throwIfAborted()
      throw new TypeError('fetch failed', { cause: toCause(error) })
    }
    return keepProcessAlive(send(server, request, body).then(answer => toResponse(request, answer), failed))
  }
}

interface Answer {
  readonly message: IncomingMessage
  readonly body: ReadableStream<Uint8Array>
}

function send(server: Server, { method, url, headers, signal }: Request, body: Buffer): Promise<Answer> {
  const { host, pathname, search } = new URL(url)
  const sent = { ...Object.fromEntries(headers), host, 'content-length': body.length }
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const createConnection = () => connect(server)
    sendRequest({ method, path: pathname + search, headers: sent, signal, createConnection })
      // When the server has heard that it is out: a journal that is asked next has it.
      .on('response', message => setImmediate(resolve, { message, body: take(message, signal) }))
      .on('error', reject)
      .end(body)
  })
}

/** The client's end of a connection, whose other end has what a fault needs of a socket. */
function connect(server: Server): Duplex {
  if (!server.listening) throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' })
  const [near, far] = duplexPair()
  const resetAndDestroy = () => {
    near.destroy(Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', syscall: 'read' }))
    far.destroy()
  }
  // Behind what it has still to read.
  far.once('close', () => setImmediate(() => near.destroy()))
  server.emit('connection', Object.assign(far, { resetAndDestroy }))
  return near
}

function toResponse({ method, url }: Request, { message, body }: Answer): Response {
  const { statusCode: status = 0, statusMessage: statusText = '', headersDistinct } = message
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(headersDistinct)) {
    for (const value of values) headers.append(name, value)
  }
  const hasBody = method !== 'HEAD' && status !== 204 && status !== 304
  const response = new Response(hasBody ? body : null, { status, statusText, headers })
  return Object.defineProperty(response, 'url', { value: url })
}

/** Taken at once, whoever reads it when: an answer has gone out for the server when all of it has been taken. */
function take(message: IncomingMessage, signal: AbortSignal): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      signal.addEventListener('abort', () => controller.error(signal.reason), { once: true })
      message.on('data', part => controller.enqueue(part))
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

/** What the client of `node:http` says of a connection that is closed, the global fetch says in other words. */
function toCause(error: unknown): unknown {
  if (!/^(socket hang up|aborted)$/.test((error as Error).message)) return error
  return Object.assign(new Error('other side closed'), { name: 'SocketError', code: 'UND_ERR_SOCKET' })
}
