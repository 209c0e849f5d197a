import { once } from 'node:events'
import type { Socket } from 'node:net'
import type { Timeouts } from '../src/http/listener.ts'
import type { TestServer } from './server.ts'
import { until } from './until.ts'
import { openSocket } from './wire.ts'

/** No request times out, except inside `withTimedOutRequests`. */
export const noTimeouts: Timeouts = { requestMs: 600_000, checkIntervalMs: 20 }

/** While `act` runs, every unfinished request times out. */
export async function withTimedOutRequests<T>({ http }: TestServer, act: () => Promise<T>): Promise<T> {
  const { requestTimeout, headersTimeout } = http
  Object.assign(http, { requestTimeout: 1, headersTimeout: 1 })
  return act().finally(() => Object.assign(http, { requestTimeout, headersTimeout }))
}

/** Opens a connection, sends these bytes and waits until the server has read them. */
export async function sendUnfinished({ http, port }: TestServer, bytes: string): Promise<Socket> {
  const accepted = once(http, 'connection') as Promise<[Socket]>
  const socket = await openSocket(port)
  const [serverSocket] = await accepted
  socket.write(bytes)
  await until(() => serverSocket.bytesRead === Buffer.byteLength(bytes))
  return socket
}
