import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import type { Test } from 'tap'
import { key, numbers } from '../server.ts'

const body = '{"trunk_id": "trunk_abc123"}'

/** A connection with the data received over it. */
export interface Connection {
  readonly socket: Socket
  /** Waits until the received data matches, and returns it. */
  until(end: RegExp): Promise<string>
  /** All received data, when the server has closed the connection. */
  readonly closed: Promise<string>
}

export async function open(t: Test, port: number, host = '127.0.0.1'): Promise<Connection> {
  const socket = connect({ port, host })
  t.teardown(() => socket.destroy())
  let received = ''
  socket.setEncoding('utf8').on('data', text => (received += text))
  const closed = once(socket, 'close').then(() => received)
  await once(socket, 'connect')
  const until = async (end: RegExp) => {
    while (!end.test(received)) await Promise.race([once(socket, 'data'), closed.then(failEarly)])
    return received
  }
  return { socket, until, closed }
}

function failEarly(received: string): never {
  throw new Error(`the connection was closed after ${JSON.stringify(received)}`)
}

/** Opens a connection with a completed request. */
export async function openIdle(t: Test, port: number): Promise<Connection> {
  const connection = await open(t, port)
  connection.socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n')
  await connection.until(/"ok"}$/)
  return connection
}

/** Opens a connection with a delayed assignment, which the server completes during shutdown. */
export async function openInFlight(t: Test, port: number, host?: string): Promise<Connection> {
  const connection = await open(t, port, host)
  const head = [
    `POST ${numbers}/+14155551234/assign HTTP/1.1`,
    'Host: x',
    `Authorization: Bearer ${key}`,
    'Prefer: delay=600000',
    'Content-Type: application/json',
    `Content-Length: ${body.length}`,
    'Expect: 100-continue',
  ]
  connection.socket.write(`${head.join('\r\n')}\r\n\r\n`)
  await connection.until(/^HTTP\/1\.1 100 Continue\r\n\r\n$/)
  connection.socket.write(body)
  return connection
}
