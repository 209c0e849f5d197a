import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import type { Test } from 'tap'
import { key, numbers } from '../server.ts'

const body = '{"trunk_id": "trunk_abc123"}'

/** A connection, and what came over it. */
export interface Wire {
  readonly socket: Socket
  /** What has come, as soon as it ends so. */
  until(end: RegExp): Promise<string>
  /** All that came, as soon as the other side has closed it. */
  readonly closed: Promise<string>
}

export async function open(t: Test, port: number, host = '127.0.0.1'): Promise<Wire> {
  const socket = connect({ port, host })
  t.teardown(() => socket.destroy())
  let came = ''
  socket.setEncoding('utf8').on('data', text => (came += text))
  const closed = once(socket, 'close').then(() => came)
  await once(socket, 'connect')
  const until = async (end: RegExp) => {
    while (!end.test(came)) await Promise.race([once(socket, 'data'), closed.then(ended)])
    return came
  }
  return { socket, until, closed }
}

function ended(came: string): never {
  throw new Error(`the connection was closed after ${JSON.stringify(came)}`)
}

/** A connection whose client has its answer and says nothing more. */
export async function openIdle(t: Test, port: number): Promise<Wire> {
  const wire = await open(t, port)
  wire.socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
  await wire.until(/"ok"}$/)
  return wire
}

/** An assignment that the server has begun to handle, and that it answers when it is told to end. */
export async function openInFlight(t: Test, port: number, host?: string): Promise<Wire> {
  const wire = await open(t, port, host)
  const head = [
    `POST ${numbers}/+14155551234/assign HTTP/1.1`,
    'Host: x',
    `Authorization: Bearer ${key}`,
    'Prefer: delay=600000',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Expect: 100-continue',
  ]
  wire.socket.write(`${head.join('\r\n')}\r\n\r\n`)
  await wire.until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/)
  wire.socket.write(body)
  return wire
}
