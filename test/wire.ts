import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect } from 'node:net'

/** An answer as it came over the wire. */
export interface RawAnswer {
  readonly status: number
  /** All but the date and the request id, which are never the same twice. */
  readonly headers: Record<string, string>
  readonly body: unknown
}

/** Connects to the server, and talks when it may. */
export async function open(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' })
  await once(socket, 'connect')
  return socket
}

/** Sends bytes as they stand, and gives all that comes back until the server closes the connection. */
export async function speak(port: number, bytes: string | Buffer): Promise<RawAnswer[]> {
  const socket = await open(port)
  socket.write(bytes)
  return readAnswers(await hear(socket))
}

/** All that comes until the server closes the connection. */
export async function hear(socket: Socket): Promise<string> {
  return Buffer.concat(await socket.toArray()).toString('latin1')
}

export function readAnswers(text: string): RawAnswer[] {
  const answers: RawAnswer[] = []
  for (let rest = text; rest !== ''; ) {
    const end = rest.indexOf('\r\n\r\n') + 4
    const { status, length, headers } = readHead(rest.slice(0, end))
    const body = rest.slice(end, end + length)
    answers.push({ status, headers, body: body === '' ? null : JSON.parse(body) })
    rest = rest.slice(end + length)
  }
  return answers
}

function readHead(head: string) {
  const [start = '', ...lines] = head.trimEnd().split('\r\n')
  const all = lines.map(line => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)])
  const { date: _date, 'x-request-id': _id, 'content-length': length = 0, ...headers } = Object.fromEntries(all)
  return { status: Number(start.split(' ')[1]), length: Number(length), headers }
}
