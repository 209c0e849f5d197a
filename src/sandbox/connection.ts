import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Effect } from './fault.ts'

type Connection = NonNullable<Effect['connection']>

/** Half an answer, to a head that promises the whole. */
const half = '{"e164":"+1415555'

const endings: Record<Exclude<Connection, 'hang'>, (socket: Socket, response: ServerResponse) => void> = {
  reset: socket => beneath(socket).resetAndDestroy(),
  empty: socket => socket.destroy(),
  truncate: (socket, response) => {
    response.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'content-length': 2 * half.length })
    response.write(half, () => socket.destroy())
  },
}

/** What TLS runs over, which alone can be reset; it has no public name. */
function beneath(socket: Socket & { readonly _parent?: Socket | null }): Socket {
  return socket._parent ?? socket
}

/** Connections that wait for an answer which will not come. They end with the server. */
export class Hung {
  readonly #sockets = new Set<Socket>()

  add(socket: Socket): void {
    this.#sockets.add(socket)
    socket.once('close', () => this.#sockets.delete(socket))
  }

  end(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}

/** Breaks the connection of one answer in its way, behind all that is still to be written of the answers ahead. */
export function breakConnection(response: ServerResponse, way: Connection, hung: Hung): void {
  // A request is begun only when those ahead of it on its connection are done: the socket is its own.
  const socket = response.socket as Socket
  if (way === 'hang') hung.add(socket)
  else socket.write('', () => endings[way](socket, response))
}
