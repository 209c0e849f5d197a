import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from './random.ts'

const head =
  'POST /v1/account/acc_123abc/numbers/+14155000000/assign HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n'

/** What clients send that are slow, broken or gone. */
const rudeness: readonly ((random: Random) => string | Buffer)[] = [
  random => head.slice(0, random.between(1, head.length)),
  () => `${head}content-length: 1000\r\n\r\n{"trunk`,
  () => `${head}transfer-encoding: chunked\r\n\r\n5\r\n{"tru`,
  () => `${head}transfer-encoding: chunked\r\n\r\nzz\r\n`,
  () => `${head}content-length: 2\r\ncontent-length: 3\r\n\r\n{}`,
  () => `GET / HTTP/1.1\r\nhost: x\r\nx: ${'a'.repeat(20_000)}\r\n\r\n`,
  () => 'CONNECT a:1 HTTP/1.1\r\nhost: x\r\n\r\n',
  () => 'hello\r\n\r\n',
  random => Buffer.from(Array.from({ length: 200 }, () => random.between(0, 255))),
  () => 'GET /v1/account/acc_123abc/numbers HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(20),
]

/** Opens connections, says something rude on each, and leaves in one way or another, until there was enough. */
export async function beRude(port: number, random: Random, enough: () => boolean): Promise<void> {
  while (!enough()) {
    const socket = open(port)
    socket.write(random.pick(rudeness)(random))
    await pause(random.between(0, 20))
    const leave = random.pick(['destroy', 'end', 'resetAndDestroy', 'stay'] as const)
    if (leave === 'stay') setTimeout(() => socket.destroy(), 15_000).unref()
    else socket[leave]()
  }
}

/** So many connections that say nothing. */
export function openIdle(port: number, count: number): Socket[] {
  return Array.from({ length: count }, () => open(port))
}

function open(port: number): Socket {
  return connect({ port, host: '127.0.0.1' })
    .on('error', () => {})
    .resume()
}
