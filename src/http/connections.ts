import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { clearInterval, nextTurn, setInterval, setTimeout } from '../base/timers.ts'

/** The maximum number of requests that wait behind the current one. With more, the connection is paused. */
const maxWaiting = 8
/** An unfinished request or a client that does not read delays shutdown by one to two of these intervals. */
const sweepIntervalMs = 150
/** How long the input of a connection is read and discarded after the last response. */
const lingerMs = 1_000

/** All open connections of a server. With them, shutdown waits for requests but not for idle clients. */
export class Connections {
  readonly #sockets = new Map<Socket, RequestQueue | null>()
  #onEmpty = () => {}

  /** Tracks an accepted socket before its TLS handshake. */
  accept(socket: Socket): void {
    this.#track(socket, null)
  }

  /** Tracks a socket that is ready for HTTP. `onTimeout` is called if a request does not arrive within `requestTimeout` ms. */
  open(socket: Socket, requestTimeout: number, onTimeout: () => void): void {
    this.#sockets.delete(underlying(socket))
    this.#track(socket, new RequestQueue(socket, requestTimeout, onTimeout))
  }

  queueOf(socket: Socket): RequestQueue | undefined {
    return this.#sockets.get(socket) ?? undefined
  }

  /**
   * Closes all connections: idle ones at once, those with a request after its response, and those whose client stops
   * sending or reading after at most two intervals. The servers must not accept connections any more.
   */
  async close(): Promise<void> {
    for (const queue of this.#sockets.values()) queue?.close()
    // One whole turn of the event loop, so that requests that have already arrived are read.
    await nextTurn()
    await nextTurn()
    for (const [socket, queue] of this.#sockets) {
      if (queue === null || queue.isIdle) socket.destroy()
    }
    if (this.#sockets.size === 0) return
    const timer = setInterval(() => {
      for (const queue of this.#sockets.values()) queue?.sweep()
    }, sweepIntervalMs)
    await new Promise<void>(resolve => {
      this.#onEmpty = resolve
    })
    clearInterval(timer)
  }

  #track(socket: Socket, queue: RequestQueue | null): void {
    this.#sockets.set(socket, queue)
    socket.once('close', () => {
      this.#sockets.delete(socket)
      if (this.#sockets.size === 0) this.#onEmpty()
    })
  }
}

/** The requests of one connection, handled in order and one at a time. */
class RequestQueue {
  readonly #socket: Socket
  readonly #onTimeout: () => void
  readonly #requestTimeout: number
  readonly #onResponseEnd: () => void
  #current: ServerResponse | undefined
  #last: ServerResponse | undefined
  #added = 0
  /** How many bytes had been read when the latest request was added. */
  #addedAt = -1
  #waiting = 0
  /** The number of arrived requests when the next one timed out because the connection was paused; null if none did. */
  #arrivedAtTimeout: number | null = null
  /** How many bytes had been read when the latest response was sent. */
  #respondedAt = 0
  #isClosing = false
  /** Whether the connection was paused, so that there can be unread input. */
  #wasPaused = false
  #discardsInput = false
  #isSwept = false

  constructor(socket: Socket, requestTimeout: number, onTimeout: () => void) {
    this.#socket = socket
    this.#requestTimeout = requestTimeout
    this.#onTimeout = onTimeout
    this.#onResponseEnd = () => {
      this.#respondedAt = socket.bytesRead
    }
    // Node.js resumes a socket after each parsed request.
    socket.on('resume', () => {
      if (this.isFull) socket.pause()
      // Node.js still reads a socket that is paused between a call of `resume` and its event. The event `pause` stops it.
      if (socket.isPaused()) socket.emit('pause')
    })
    // Node.js calls this after a response with `connection: close`. Injected requests have no such method.
    if ('destroySoon' in socket) socket.destroySoon = () => this.end()
  }

  /** The response to the latest request if that request has not arrived completely. */
  get incomplete(): ServerResponse | undefined {
    return this.#last?.req.complete === false ? this.#last : undefined
  }

  /** Whether nothing has arrived since the latest response. */
  get isIdle(): boolean {
    return !isPending(this.#current) && this.#respondedAt === this.#socket.bytesRead
  }

  /** Whether the latest bytes that were read contain a request that was already added. */
  get addedFromLastRead(): boolean {
    return this.#addedAt === this.#socket.bytesRead
  }

  /** Whether the maximum number of requests is waiting. */
  get isFull(): boolean {
    return this.#waiting >= maxWaiting && !this.#discardsInput
  }

  /**
   * Starts a request after the response to the previous one. Node.js would start it at once, so that a DELETE could
   * overtake a POST whose body is still arriving.
   */
  add(response: ServerResponse, start: () => void): void {
    const previous = this.#last
    this.#last = response
    this.#added++
    this.#addedAt = this.#socket.bytesRead
    if (previous?.req.complete && !previous.destroyed) this.#wait(previous, () => this.#start(response, start))
    else this.#start(response, start)
  }

  /**
   * Closes the connection after its last response. Unread input is read and discarded first, because closing a socket with
   * unread input resets the connection, and the client would lose the responses that it has not read yet.
   */
  end(): void {
    const socket = this.#socket
    if (!this.#wasPaused) return void socket.end(() => socket.destroy())
    this.#discardsInput = true
    socket.end()
    // Removes the listener of the parser.
    socket
      .removeAllListeners('data')
      .on('data', () => {})
      .resume()
    setTimeout(() => socket.destroy(), lingerMs).unref()
  }

  /** Restarts the timeout of the arriving request when the connection is resumed, because the pause delayed the request. */
  postponeTimeout(): void {
    this.#arrivedAtTimeout = this.#arrived
  }

  close(): void {
    this.#isClosing = true
    if (isPending(this.#current)) this.#closeAfter(this.#current)
  }

  /** Rejects a request that has not arrived completely, and closes the connection at the second call. */
  sweep(): void {
    const current = this.#current
    const isArriving = !isPending(current) || !current.req.complete
    if (!isArriving && !current.headersSent) return
    if (this.#isSwept) this.#socket.destroy()
    else if (isArriving) this.#onTimeout()
    this.#isSwept = true
  }

  get #arrived(): number {
    return this.#added - (this.incomplete === undefined ? 0 : 1)
  }

  #wait(previous: ServerResponse, start: () => void): void {
    this.#waiting++
    if (this.isFull) {
      this.#wasPaused = true
      this.#socket.pause()
    }
    previous.once('close', () => {
      if (this.#waiting-- === maxWaiting) this.#resume()
      start()
    })
  }

  #start(response: ServerResponse, start: () => void): void {
    // After the last response of a connection, further requests are dropped.
    if (!this.#socket.writable) return
    this.#current = response
    response.once('close', this.#onResponseEnd)
    if (this.#isClosing) this.#closeAfter(response)
    start()
  }

  #resume(): void {
    this.#socket.resume()
    const arrived = this.#arrivedAtTimeout
    this.#arrivedAtTimeout = null
    if (arrived === null) return
    const check = () => {
      if (this.#arrived === arrived) this.#onTimeout()
    }
    setTimeout(check, this.#requestTimeout).unref()
  }

  #closeAfter(response: ServerResponse): void {
    if (!response.headersSent) response.setHeader('connection', 'close')
    response.once('close', () => {
      if (this.#current === response) this.end()
    })
  }
}

function isPending(response: ServerResponse | undefined): response is ServerResponse {
  return response !== undefined && !response.destroyed
}

/** The TCP socket under a TLS socket. Node.js has no public property for it. */
export function underlying(socket: Socket & { readonly _parent?: Socket | null }): Socket {
  return socket._parent ?? socket
}
