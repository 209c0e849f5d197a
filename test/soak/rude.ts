import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Random } from './random.ts'

const head =
  'POST /v1/account/acc_123abc/numbers/+14155000000/assign HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n'

/** What slow, faulty or aborted clients send. */
const faultyRequests: readonly ((random: Random) => string | Buffer)[] = [
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

/** Opens connections, sends a faulty request on each, and closes it in a random way. */
export async function sendFaultyRequests(port: number, random: Random, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const socket = open(port)
    socket.write(random.pick(faultyRequests)(random))
    await pause(random.between(0, 20))
    const close = random.pick(['destroy', 'end', 'resetAndDestroy', 'stay'] as const)
    if (close === 'stay') setTimeout(() => socket.destroy(), 15_000).unref()
    else socket[close]()
  }
}

/** What is sent on a connection that stays open: nothing, a part of a head, or a part of a body. */
const unfinishedRequests: readonly ((random: Random) => string)[] = [
  () => '',
  () => '',
  random => head.slice(0, random.between(1, head.length)),
  () => `${head}content-length: 1000\r\n\r\n{"trunk`,
  () => `${head}content-length: 1000\r\nexpect: 100-continue\r\n\r\n`,
  () => `${head}transfer-encoding: chunked\r\n\r\n5\r\n{"tru`,
]

/** Connections with an unfinished request. Each is opened again when the server closes it. */
export class Unfinished {
  readonly #sockets = new Set<Socket>()

  constructor(port: number, count: number, random: Random) {
    for (let at = 0; at < count; at++) this.#open(port, random.pick(unfinishedRequests)(random))
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

/** Enough to exhaust a server that buffers everything, over several connections and minutes. */
const maxBytes = 2 * 1024 * 1024

/** Sends many requests on a connection without reading a response, then repeats it on a new connection. */
export async function pipeline(port: number, random: Random, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const socket = open(port).pause()
    const batch = (random.next() < 0.5 ? delayed : prompt) + prompt.repeat(200)
    for (let bytes = 0; bytes < maxBytes && !socket.destroyed; bytes += batch.length) {
      if (socket.writableNeedDrain && !(await hasDrained(socket))) break
      socket.write(batch)
    }
    await pause(random.between(0, 2_000))
    socket[random.pick(['destroy', 'resetAndDestroy'] as const)]()
  }
}

/** Returns false if the server reads nothing for a second or has closed the connection. */
async function hasDrained(socket: Socket): Promise<boolean> {
  const abort = new AbortController()
  const drained = new Promise<boolean>(resolve => {
    socket.once('drain', () => resolve(true))
    socket.once('close', () => resolve(false))
  })
  const timeout = pause(1_000, false, { signal: abort.signal }).catch(() => false)
  return Promise.race([drained, timeout]).finally(() => abort.abort())
}

function open(port: number): Socket {
  return connect({ port, host: '127.0.0.1' })
    .on('error', () => {})
    .resume()
}
