import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { clearInterval, nextTurn, setInterval, setTimeout } from '../base/timers.ts'

/** How many requests may wait behind the current one before the connection is no longer read. */
const queueLimit = 8
/** How long a half-sent request, or a client that does not read, may delay the shutdown: one to two intervals, in ms. */
const sweepInterval = 150
/** How long a connection is read and its input dropped after the last response, in milliseconds. */
const lingerTimeout = 1_000

/** Every open connection of a server, so that shutdown waits for requests and not for clients. */
export class Connections {
  readonly #sockets = new Map<Socket, RequestQueue | null>()
  #onEmpty = () => {}

  /** A socket that has been accepted; with TLS, its handshake is still to come. */
  accept(socket: Socket): void {
    this.#track(socket, null)
  }

  /** A socket that speaks HTTP now. `onTimeout` rejects a request that has not arrived within `requestTimeout`. */
  open(socket: Socket, requestTimeout: number, onTimeout: () => void): void {
    this.#sockets.delete(underlying(socket))
    this.#track(socket, new RequestQueue(socket, requestTimeout, onTimeout))
  }

  queueOf(socket: Socket): RequestQueue | undefined {
    return this.#sockets.get(socket) ?? undefined
  }

  /**
   * Settles when every connection is closed: one without a request at once, one with a request behind its response, and
   * one whose client stops sending or reading after two intervals at most. The servers must not accept any more.
   */
  async close(): Promise<void> {
    for (const queue of this.#sockets.values()) queue?.close()
    // One whole turn of the loop, so that requests which have arrived already are read.
    await nextTurn()
    await nextTurn()
    for (const [socket, queue] of this.#sockets) {
      if (queue === null || queue.isIdle) socket.destroy()
    }
    if (this.#sockets.size === 0) return
    const timer = setInterval(() => {
      for (const queue of this.#sockets.values()) queue?.sweep()
    }, sweepInterval)
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

/** The requests of one connection, handled in their order and one at a time. */
class RequestQueue {
  readonly #socket: Socket
  readonly #onTimeout: () => void
  readonly #requestTimeout: number
  readonly #onAnswered: () => void
  #current: ServerResponse | undefined
  #last: ServerResponse | undefined
  #added = 0
  /** How many bytes had been read when the latest request was added. */
  #addedAt = -1
  #waiting = 0
  /** How many requests had arrived when the next one was late because the connection was not read. */
  #arrivedWhenLate: number | null = null
  /** How many bytes had been read when the latest response was sent. */
  #answeredAt = 0
  #isClosing = false
  /** Whether the client has sent so far ahead that there may be input which is not read. */
  #isAhead = false
  #isEnding = false
  #isSwept = false

  constructor(socket: Socket, requestTimeout: number, onTimeout: () => void) {
    this.#socket = socket
    this.#requestTimeout = requestTimeout
    this.#onTimeout = onTimeout
    this.#onAnswered = () => {
      this.#answeredAt = socket.bytesRead
    }
    // Node resumes a socket after each request that it has parsed.
    socket.on('resume', () => {
      if (this.isFull) socket.pause()
      // A socket that is paused between a call of `resume` and its event is read all the same; Node stops at this event.
      if (socket.isPaused()) socket.emit('pause')
    })
    // Node ends a connection by this after a response with `connection: close`. A connection in memory has none.
    if ('destroySoon' in socket) socket.destroySoon = () => this.end()
  }

  /** The response to the latest request, if a part of that request is still to arrive. */
  get incomplete(): ServerResponse | undefined {
    return this.#last?.req.complete === false ? this.#last : undefined
  }

  /** Whether nothing has arrived since the latest response. */
  get isIdle(): boolean {
    return !isPending(this.#current) && this.#answeredAt === this.#socket.bytesRead
  }

  /** Whether what was read last holds a request that was added already. */
  get hasJustAdded(): boolean {
    return this.#addedAt === this.#socket.bytesRead
  }

  /** Whether so many requests wait that the connection is not read. */
  get isFull(): boolean {
    return this.#waiting >= queueLimit && !this.#isEnding
  }

  /**
   * Starts a request when the one before it has been answered. Node would start it at once: a DELETE would overtake the
   * POST whose body is still arriving.
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
   * Closes the connection after its last response. The input of a client that is ahead is read and dropped before: to
   * close a socket with unread input resets it, and the client would lose the responses that it has not read yet.
   */
  end(): void {
    const socket = this.#socket
    if (!this.#isAhead) return void socket.end(() => socket.destroy())
    this.#isEnding = true
    socket.end()
    // Without the parser's own listener.
    socket
      .removeAllListeners('data')
      .on('data', () => {})
      .resume()
    setTimeout(() => socket.destroy(), lingerTimeout).unref()
  }

  /** The request that is arriving is late because the connection is not read: its time starts again when that is read. */
  postponeTimeout(): void {
    this.#arrivedWhenLate = this.#arrived
  }

  close(): void {
    this.#isClosing = true
    if (isPending(this.#current)) this.#closeAfter(this.#current)
  }

  /** Lets a request be handled to its end, rejects one that has not arrived, and closes the connection the second time. */
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
      this.#isAhead = true
      this.#socket.pause()
    }
    previous.once('close', () => {
      if (this.#waiting-- === queueLimit) this.#readAgain()
      start()
    })
  }

  #start(response: ServerResponse, start: () => void): void {
    // A request behind the last response of a connection is lost with the connection.
    if (!this.#socket.writable) return
    this.#current = response
    response.once('close', this.#onAnswered)
    if (this.#isClosing) this.#closeAfter(response)
    start()
  }

  #readAgain(): void {
    this.#socket.resume()
    const arrived = this.#arrivedWhenLate
    this.#arrivedWhenLate = null
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

/** The socket that TLS runs over; it has no public name. */
export function underlying(socket: Socket & { readonly _parent?: Socket | null }): Socket {
  return socket._parent ?? socket
}
