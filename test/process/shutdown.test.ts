import { once } from 'node:events'
import type { Socket } from 'node:net'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import t from 'tap'
import { covered, serve } from '../run.ts'
import { key, numbers } from '../server.ts'
import type { RawResponse } from '../wire.ts'
import { parseResponses } from '../wire.ts'

const number = `${numbers}/+14155551234`
const authorization = `Authorization: Bearer ${key}\r\n`
const get = `GET ${number} HTTP/1.1\r\nHost: x\r\n${authorization}\r\n`
const body = '{"trunk_id":"trunk_abc123"}'
const head = `POST ${number}/assign HTTP/1.1\r\nHost: x\r\n${authorization}Content-Type: application/json\r\n`
const post = `${head}Content-Length: ${body.length}\r\n\r\n${body}`

const pem = (name: string) => fileURLToPath(new URL(`../command/tls/${name}.pem`, import.meta.url))
const tlsFlags = ['--tls-cert', pem('cert'), '--tls-key', pem('key')]

/** How to start a server and how to connect to it. */
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
  'HTTP at ::1': { args: [], host: '::1', open: openTcp },
  HTTPS: { args: tlsFlags, host: '127.0.0.1', open: openTls },
  'HTTPS at ::1': { args: tlsFlags, host: '::1', open: openTls },
}

/** What a client has sent before the shutdown, what it has received, and the statuses of all responses. */
const states: Record<
  string,
  { readonly sent: string; readonly received?: RegExp; readonly statuses: readonly unknown[] }
> = {
  silent: { sent: '', statuses: [] },
  'idle after a response': { sent: 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n', received: /"ok"}$/, statuses: [200] },
  'an incomplete request line': { sent: 'POST /v1/acc', statuses: [408] },
  'an incomplete head': { sent: head, statuses: [408] },
  'an incomplete head in the same packet as a request': {
    sent: `GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n${head}`,
    received: /"ok"}$/,
    statuses: [200],
  },
  'an incomplete body': { sent: post.slice(0, -5), statuses: [408] },
  'an incomplete body after 100 Continue': {
    sent: post.slice(0, -5).replace('\r\n', '\r\nExpect: 100-continue\r\n'),
    received: /100 Continue\r\n\r\n$/,
    statuses: [100, 408],
  },
  'an incomplete chunk': { sent: `${head}Transfer-Encoding: chunked\r\n\r\nff\r\n{"tr`, statuses: [408] },
  'a delayed request': { sent: post.replace('\r\n', '\r\nPrefer: delay=600000\r\n'), statuses: [200] },
  'a request after a delayed one': {
    sent: get.replace('\r\n', '\r\nPrefer: delay=600000\r\n') + get,
    statuses: [200],
  },
  'an incomplete request after a delayed one': {
    sent: get.replace('\r\n', '\r\nPrefer: delay=600000\r\n') + post.slice(0, -5),
    statuses: [200],
  },
  'a request that hangs': {
    sent: 'DELETE /v1/account/acc_123abc/trunks/trunk_x HTTP/1.1\r\nHost: x\r\n\r\n',
    statuses: [],
  },
  'a delayed request that then hangs': {
    sent: 'DELETE /v1/account/acc_123abc/trunks/trunk_x HTTP/1.1\r\nHost: x\r\nPrefer: delay=600000\r\n\r\n',
    statuses: [],
  },
  'an event stream': {
    sent: 'GET /_sandbox/events HTTP/1.1\r\nHost: x\r\n\r\n',
    received: /watching\n\n/,
    statuses: [],
  },
  'an upgrade': {
    sent: get.replace('\r\n', '\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n'),
    received: /\}$/,
    statuses: [200],
  },
}

for (const [name, { args, host, open }] of Object.entries(transports)) {
  t.test(
    `${name}: at SIGTERM requests in flight are completed, and the exit code is 0 despite other open connections`,
    async t => {
      const server = await serve(t, t.testdir(), ['--database', 'memory', ...args], covered)
      const first = await open(server.port, host).catch(() => null)
      if (first === null) return t.comment('this machine has no such address')
      first.end(fault({ operation: 'deleteTrunk', effect: { connection: 'hang' } }))
      await first.toArray()
      const opened = Object.entries(states).map(async ([what, { sent, received = /^/, statuses }]) => {
        const socket = await open(server.port, host)
        t.teardown(() => socket.destroy())
        const text = collect(socket)
        socket.write(sent)
        await text.until(received)
        return { what, statuses, text }
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
      // When this request has its response, the server has read everything before it.
      const last = await open(server.port, host)
      last.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
      await last.toArray()
      const { code, signal, stderr, stdout } = await server.end()
      t.strictSame({ code, signal, stderr }, { code: 0, signal: null, stderr: '' })
      t.notMatch(stdout, 'killed by timeout')
      for (const { what, statuses, text } of all) t.strictSame(statusesOf(await text.all), statuses, what)
      for (const closed of raw) await closed
    },
  )
}

function fault(fault: object): string {
  const json = JSON.stringify(fault)
  const length = `Content-Type: application/json\r\nContent-Length: ${json.length}`
  return `POST /_sandbox/faults HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${length}\r\n\r\n${json}`
}

/** Collects the data of a connection. */
function collect(socket: Socket) {
  let received = ''
  socket.setEncoding('utf8').on('data', text => {
    received += text
  })
  const closed = once(socket, 'close')
  return {
    all: closed.then(() => received),
    until: async (end: RegExp) => {
      while (!end.test(received))
        await Promise.race([once(socket, 'data'), closed.then(() => Promise.reject(received))])
    },
  }
}

/** Opens a TCP connection and sends a text without TLS. The promise in the array resolves when it is closed. */
async function openRaw(t: Test, port: number, host: string, sent: string): Promise<Promise<unknown>[]> {
  const socket = await openTcp(port, host)
  t.teardown(() => socket.destroy())
  socket.on('error', () => {}).resume()
  socket.write(sent)
  return [once(socket, 'close')]
}

/** The statuses of the responses, except for an event stream. */
function statusesOf(text: string): number[] {
  if (text.includes('text/event-stream')) return []
  return parseResponses(text).map(({ status }: RawResponse) => status)
}
