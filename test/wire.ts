import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect } from 'node:net'

/** A response, parsed from the bytes of a connection. */
export interface RawResponse {
  readonly status: number
  /** All headers except the date, the request id and the length. */
  readonly headers: Record<string, string>
  readonly body: unknown
}

/** Opens a connection to the server. */
export async function openSocket(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' })
  await once(socket, 'connect')
  return socket
}

/** Sends bytes and returns all responses until the server closes the connection. */
export async function sendBytes(port: number, bytes: string | Buffer): Promise<RawResponse[]> {
  const socket = await openSocket(port)
  socket.write(bytes)
  return parseResponses(await readToEnd(socket))
}

/** Reads until the server closes the connection. */
export async function readToEnd(socket: Socket): Promise<string> {
  return Buffer.concat(await socket.toArray()).toString('latin1')
}

export function parseResponses(text: string): RawResponse[] {
  const responses: RawResponse[] = []
  for (let rest = text; rest !== ''; ) {
    const end = rest.indexOf('\r\n\r\n') + 4
    const { status, length, headers } = readHead(rest.slice(0, end))
    const body = rest.slice(end, end + length)
    responses.push({ status, headers, body: body === '' ? null : JSON.parse(body) })
    rest = rest.slice(end + length)
  }
  return responses
}

function readHead(head: string) {
  const [start = '', ...lines] = head.trimEnd().split('\r\n')
  const all = lines.map(line => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)])
  const { date: _date, 'x-request-id': _id, 'content-length': length = 0, ...headers } = Object.fromEntries(all)
  return { status: Number(start.split(' ')[1]), length: Number(length), headers }
}
