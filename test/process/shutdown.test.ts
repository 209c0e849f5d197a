import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import t from 'tap'
import { covered, serve } from '../run.ts'
import { key, numbers } from '../server.ts'
import type { RawAnswer } from '../wire.ts'
import { readAnswers } from '../wire.ts'

const number = `${numbers}/+14155551234`
const authorization = `Authorization: Bearer ${key}\r\n`
const get = `GET ${number} HTTP/1.1\r\nHost: x\r\n${authorization}\r\n`
const body = '{"trunk_id":"trunk_abc123"}'
const head = `POST ${number}/assign HTTP/1.1\r\nHost: x\r\n${authorization}Content-Type: application/json\r\n`
const post = `${head}Content-Length: ${body.length}\r\n\r\n${body}`

const pem = (name: string) => fileURLToPath(new URL(`../command/tls/${name}.pem`, import.meta.url))
const certified = ['--tls-cert', pem('cert'), '--tls-key', pem('key')]

/** What a server runs on, and how a client opens a connection to it. */
interface Transport {
  readonly args: readonly string[]
  readonly host: string
  open(port: number, host: string): Promise<Socket>
}

const openTcp = async (port: number, host: string) => {
  const socket = connect({ port, host })
  await once(socket, 'connect')
  return socket
}
const openTls = async (port: number, host: string) => {
  const socket = connectTls({ port, host, rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  return socket
}

const transports: Record<string, Transport> = {
  HTTP: { args: [], host: '127.0.0.1', open: openTcp },
  'HTTP at the other loopback address': { args: [], host: '::1', open: openTcp },
  HTTPS: { args: certified, host: '127.0.0.1', open: openTls },
  'HTTPS at the other loopback address': { args: certified, host: '::1', open: openTls },
}

/** What a client has sent before the server is told to end. */
const states: Record<string, { readonly sent: string; readonly seen?: RegExp; readonly answers: readonly unknown[] }> =
  {
    silent: { sent: '', answers: [] },
    'idle after a response': { sent: 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n', seen: /"ok"}$/, answers: [200] },
    'half a request line': { sent: 'POST /v1/acc', answers: [408] },
    'half a head': { sent: head, answers: [408] },
    'half a head in the packet of a request': {
      sent: `GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n${head}`,
      seen: /"ok"}$/,
      answers: [200],
    },
    'half a body': { sent: post.slice(0, -5), answers: [408] },
    'half a body that was asked for': {
      sent: post.slice(0, -5).replace('\r\n', '\r\nExpect: 100-continue\r\n'),
      seen: /100 Continue\r\n\r\n$/,
      answers: [100, 408],
    },
    'half a chunk': { sent: `${head}Transfer-Encoding: chunked\r\n\r\nff\r\n{"tr`, answers: [408] },
    'a delayed request': { sent: post.replace('\r\n', '\r\nPrefer: delay=600000\r\n'), answers: [200] },
    'a request behind a delayed one': {
      sent: get.replace('\r\n', '\r\nPrefer: delay=600000\r\n') + get,
      answers: [200],
    },
    'half a request behind a delayed one': {
      sent: get.replace('\r\n', '\r\nPrefer: delay=600000\r\n') + post.slice(0, -5),
      answers: [200],
    },
    'a request that hangs': {
      sent: 'DELETE /v1/account/acc_123abc/trunks/trunk_x HTTP/1.1\r\nHost: x\r\n\r\n',
      answers: [],
    },
    'a delayed request that hangs then': {
      sent: 'DELETE /v1/account/acc_123abc/trunks/trunk_x HTTP/1.1\r\nHost: x\r\nPrefer: delay=600000\r\n\r\n',
      answers: [],
    },
    'an event stream': { sent: 'GET /_sandbox/events HTTP/1.1\r\nHost: x\r\n\r\n', seen: /watching\n\n/, answers: [] },
    'an upgrade': {
      sent: get.replace('\r\n', '\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'),
      seen: /\}$/,
      answers: [200],
    },
  }

for (const [name, { args, host, open }] of Object.entries(transports)) {
  t.test(`${name}: SIGTERM answers what is in flight, and ends with 0 whatever else is open`, async t => {
    const server = await serve(t, t.testdir(), ['--database', 'memory', ...args], covered)
    const first = await open(server.port, host).catch(() => null)
    if (first === null) return t.comment('this machine has no such address')
    first.end(fault({ operation: 'deleteTrunk', effect: { connection: 'hang' } }))
    await first.toArray()
    const opened = Object.entries(states).map(async ([what, { sent, seen = /^/, answers }]) => {
      const socket = await open(server.port, host)
      t.teardown(() => socket.destroy())
      const text = collect(socket)
      socket.write(sent)
      await text.until(seen)
      return { what, answers, text }
    })
    const all = await Promise.all(opened)
    const raw = await Promise.all(['', 'GET /', '\x16\x03\x01'].map(sent => openRaw(t, server.port, host, sent)))
    const unread = await open(server.port, host)
    t.teardown(() => unread.destroy())
    unread.pause().write('GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(500))
    const trickling = await open(server.port, host)
    t.teardown(() => trickling.destroy())
    trickling.on('error', () => {}).write(`${head}Content-Length: 50000\r\n\r\n`)
    const trickle = setInterval(() => trickling.write(' '), 20)
    t.teardown(() => clearInterval(trickle))
    // The server has read all of it when it has answered this.
    const last = await open(server.port, host)
    last.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    await last.toArray()
    const { code, signal, stderr, stdout } = await server.end()
    t.strictSame({ code, signal, stderr }, { code: 0, signal: null, stderr: '' })
    t.notMatch(stdout, 'killed by timeout')
    for (const { what, answers, text } of all) t.strictSame(statuses(await text.all), answers, what)
    for (const closed of raw) await closed
  })
}

function fault(fault: object): string {
  const json = JSON.stringify(fault)
  const length = `Content-Type: application/json\r\nContent-Length: ${json.length}`
  return `POST /_sandbox/faults HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${length}\r\n\r\n${json}`
}

/** What comes over a connection. */
function collect(socket: Socket) {
  let came = ''
  socket.setEncoding('utf8').on('data', text => {
    came += text
  })
  const closed = once(socket, 'close')
  return {
    all: closed.then(() => came),
    until: async (end: RegExp) => {
      while (!end.test(came)) await Promise.race([once(socket, 'data'), closed.then(() => Promise.reject(came))])
    },
  }
}

/** A TCP connection that has sent this and no more: with TLS it has not finished its handshake. Resolves to its end. */
async function openRaw(t: Test, port: number, host: string, sent: string): Promise<Promise<unknown>[]> {
  const socket = await openTcp(port, host)
  t.teardown(() => socket.destroy())
  socket.on('error', () => {}).resume()
  socket.write(sent)
  return [once(socket, 'close')]
}

/** The statuses of whole responses; an event stream is none. */
function statuses(text: string): number[] {
  if (text.includes('text/event-stream')) return []
  return readAnswers(text).map(({ status }: RawAnswer) => status)
}
