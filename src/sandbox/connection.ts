import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { wait } from '../base/timers.ts'
import { underlying } from '../http/connections.ts'
import type { Effect } from './fault.ts'

type ConnectionEffect = NonNullable<Effect['connection']>

/** Half of a response body whose head announces twice its length. */
const partialBody = '{"e164":"+1415555'

// TLS has no reset of its own, so the TCP socket below it is reset.
const connectionFaults: Record<
  Exclude<ConnectionEffect, 'hang'>,
  (socket: Socket, response: ServerResponse) => void
> = {
  reset: socket => underlying(socket).resetAndDestroy(),
  empty: socket => socket.destroy(),
  truncate: (socket, response) => {
    response.writeHead(200, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': 2 * partialBody.length,
    })
    response.write(partialBody, () => socket.destroy())
  },
}

/** Connections kept open without a response, and delays. All end at the latest when the server shuts down. */
export class PendingWork {
  readonly #sockets = new Set<Socket>()
  readonly #controller = new AbortController()
  /** How many delays are in progress. */
  pendingDelays = 0

  /** Leaves a connection open without a response until the server shuts down. */
  holdOpen(socket: Socket): void {
    // A request that arrived before the shutdown can be handled after it.
    if (this.#controller.signal.aborted) return void socket.destroy()
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
  }

  /**
   * Resolves to true after the delay, or to false when the server shuts down. The timer does not keep the process
   * alive.
   */
  async delay(milliseconds: number): Promise<boolean> {
    this.pendingDelays++
    const { signal } = this.#controller
    const passed = await wait(milliseconds, undefined, { ref: false, signal }).then(
      () => true,
      () => false,
    )
    this.pendingDelays--
    return passed
  }

  /** Ends all delays and closes the open connections. */
  shutDown(): void {
    this.#controller.abort()
    for (const socket of this.#sockets) socket.destroy()
  }
}

/** Breaks the connection of a response, after the earlier responses on the same connection have been written. */
export function breakConnection(response: ServerResponse, effect: ConnectionEffect, pendingWork: PendingWork): void {
  // A request starts only when the earlier ones on its connection are done, so the socket belongs to it alone.
  const socket = response.socket as Socket
  if (effect === 'hang') pendingWork.holdOpen(socket)
  // If a response has been started meanwhile, for a problem with the body, the connection can only be closed.
  else socket.write('', () => (response.headersSent ? socket.destroy() : connectionFaults[effect](socket, response)))
}
