import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { wait } from '../base/timers.ts'
import { underlying } from '../http/connections.ts'
import type { Effect } from './fault.ts'

type Connection = NonNullable<Effect['connection']>

/** Half an answer, to a head that promises the whole. */
const half = '{"e164":"+1415555'

// TLS has no reset: that of the socket below it ends the connection.
const endings: Record<Exclude<Connection, 'hang'>, (socket: Socket, response: ServerResponse) => void> = {
  reset: socket => underlying(socket).resetAndDestroy(),
  empty: socket => socket.destroy(),
  truncate: (socket, response) => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': 2 * half.length })
    response.write(half, () => socket.destroy())
  },
}

/** What waits for the server's end at the latest: connections without an answer, and delays. */
export class PendingWork {
  readonly #sockets = new Set<Socket>()
  readonly #controller = new AbortController()
  /** How many delays there are. */
  waiting = 0

  /** The connection is left without an answer, and ends with the server. */
  holdOpen(socket: Socket): void {
    // A request that arrived before the end may be handled after it.
    if (this.#controller.signal.aborted) return void socket.destroy()
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
  }

  /** Gives true after so many milliseconds, or false when the server ends. It keeps no process alive. */
  async delay(milliseconds: number): Promise<boolean> {
    this.waiting++
    const { signal } = this.#controller
    const passed = await wait(milliseconds, undefined, { ref: false, signal }).then(
      () => true,
      () => false,
    )
    this.waiting--
    return passed
  }

  shutDown(): void {
    this.#controller.abort()
    for (const socket of this.#sockets) socket.destroy()
  }
}

/** Breaks the connection of one answer in its way, behind all that is still to be written of the answers ahead. */
export function breakConnection(response: ServerResponse, way: Connection, ending: PendingWork): void {
  // A request is begun only when those ahead of it on its connection are done: the socket is its own.
  const socket = response.socket as Socket
  if (way === 'hang') ending.holdOpen(socket)
  // An answer that has begun meanwhile, to what stood behind the head, leaves nothing but the end.
  else socket.write('', () => (response.headersSent ? socket.destroy() : endings[way](socket, response)))
}
