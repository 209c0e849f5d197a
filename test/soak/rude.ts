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

/** What is sent on a connection that stays open: nothing at all, half a head, or half a body. */
const halves: readonly ((random: Random) => string)[] = [
  () => '',
  () => '',
  random => head.slice(0, random.between(1, head.length)),
  () => `${head}content-length: 1000\r\n\r\n{"trunk`,
  () => `${head}content-length: 1000\r\nexpect: 100-continue\r\n\r\n`,
  () => `${head}transfer-encoding: chunked\r\n\r\n5\r\n{"tru`,
]

/** Connections without a whole request, each opened again whenever the server closes it, until it takes no more. */
export class Unfinished {
  readonly #sockets = new Set<Socket>()

  constructor(port: number, count: number, random: Random) {
    for (let at = 0; at < count; at++) this.#open(port, random.pick(halves)(random))
  }

  /** Closes all of them. */
  end(): void {
    for (const socket of this.#sockets) socket.removeAllListeners('close').destroy()
  }

  #open(port: number, bytes: string): void {
    const socket = open(port)
    this.#sockets.add(socket)
    socket.once('connect', () => {
      socket.once('close', () => this.#open(port, bytes))
      socket.write(bytes)
    })
    socket.once('close', () => this.#sockets.delete(socket))
  }
}

const get =
  'GET /v1/account/acc_123abc/numbers HTTP/1.1\r\nhost: x\r\nauthorization: Bearer tvx_sk_test_sandbox__piped\r\n'
const [prompt, delayed] = [`${get}\r\n`, `${get}prefer: delay=600000\r\n\r\n`]

/** Enough to exhaust a server that reads it all, over several connections and minutes, and not the machine. */
const mostBytes = 2 * 1024 * 1024

/** Sends requests upon requests on a connection and reads no response; then does so on another, until there was enough. */
export async function pipeline(port: number, random: Random, enough: () => boolean): Promise<void> {
  while (!enough()) {
    const socket = open(port).pause()
    const batch = (random.next() < 0.5 ? delayed : prompt) + prompt.repeat(200)
    for (let bytes = 0; bytes < mostBytes && !socket.destroyed; bytes += batch.length) {
      if (socket.writableNeedDrain && !(await hasDrained(socket))) break
      socket.write(batch)
    }
    await pause(random.between(0, 2_000))
    socket[random.pick(['destroy', 'resetAndDestroy'] as const)]()
  }
}

/** Gives false where the server reads no more for a second, or has closed the connection. */
async function hasDrained(socket: Socket): Promise<boolean> {
  const waited = new AbortController()
  const drained = new Promise<boolean>(resolve => {
    socket.once('drain', () => resolve(true))
    socket.once('close', () => resolve(false))
  })
  const late = pause(1_000, false, { signal: waited.signal }).catch(() => false)
  return Promise.race([drained, late]).finally(() => waited.abort())
}

function open(port: number): Socket {
  return connect({ port, host: '127.0.0.1' })
    .on('error', () => {})
    .resume()
}
