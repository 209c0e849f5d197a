import { once } from 'node:events'
import type { Socket } from 'node:net'
import type { Timeouts } from '../src/http/listener.ts'
import type { TestServer } from './server.ts'
import { until } from './until.ts'
import { open } from './wire.ts'

/** No request is ever late, unless `late` says so. */
export const patient: Timeouts = { requestMs: 600_000, checkIntervalMs: 20 }

/** While `act` runs, each request of which a part is missing is late. */
export async function late<T>({ http }: TestServer, act: () => Promise<T>): Promise<T> {
  const { requestTimeout, headersTimeout } = http
  Object.assign(http, { requestTimeout: 1, headersTimeout: 1 })
  return act().finally(() => Object.assign(http, { requestTimeout, headersTimeout }))
}

/** A connection over which the server has read these bytes. */
export async function sent({ http, port }: TestServer, bytes: string): Promise<Socket> {
  const accepted = once(http, 'connection') as Promise<[Socket]>
  const socket = await open(port)
  const [far] = await accepted
  socket.write(bytes)
  await until(() => far.bytesRead === Buffer.byteLength(bytes))
  return socket
}
