import { once } from 'node:events'
import type { Socket } from 'node:net'
import fc from 'fast-check'
import t from 'tap'
import { late, patient, sent } from '../late.ts'
import { number, outcome } from '../responses.ts'
import type { RawAnswer } from '../wire.ts'
import { hear, open, readAnswers } from '../wire.ts'
import type { SandboxServer } from './open.ts'
import { withSandbox } from './open.ts'

const authorization = 'Authorization: Bearer tvx_sk_test_sandbox\r\n'

/** A request as bytes; `id` comes back in its response. */
function bytes(method: string, path: string, headers = '', body = ''): (id: number) => string {
  const length = body === '' ? '' : `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`
  return id => `${method} ${path} HTTP/1.1\r\nHost: x\r\nX-Request-Id: ${id}\r\n${headers}${length}\r\n${body}`
}

/** A request whose body is very long. */
const endless = () => `POST ${number}/assign HTTP/1.1\r\nHost: x\r\n${authorization}Content-Length: 1000000000\r\n\r\n`

/** A request that is answered when `release` is called, from another connection. */
function held(server: SandboxServer) {
  const verify = { operation: 'listTrunks', timeout_ms: 60_000 }
  return {
    request: bytes('POST', '/_sandbox/verify', '', JSON.stringify(verify)),
    release: () => server.call('GET', '/v1/account/acc_123abc/trunks'),
  }
}

/** Sends requests until the server takes no more of them, and gives how many; fails beyond so many bytes. */
async function sendUntilFull(socket: Socket, server: SandboxServer, next: (id: number) => string, most: number) {
  let count = 0
  let accepted = 0
  for (let same = 0; same < 50; ) {
    while (socket.writableLength < 256 * 1024) socket.write(next(count++))
    // Each of these is answered in a turn of the loop in which the server could have read more.
    await server.call('GET', '/readyz')
    const now = socket.bytesWritten - socket.writableLength
    same = now === accepted ? same + 1 : 0
    accepted = now
    if (accepted > most) throw new Error(`the server has taken ${accepted} bytes`)
  }
  return count
}

const MiB = 1024 * 1024
const get = bytes('GET', number, authorization)
const small = bytes('GET', number, `${authorization}X-Padding: ${'x'.repeat(1_000)}\r\n`)
const large = bytes('POST', `${number}/assign`, authorization, `{"trunk_id":"trunk_abc123"}${' '.repeat(60_000)}`)

for (const [what, next] of [
  ['small', small],
  ['large', large],
] as const) {
  t.test(`${what} requests behind a slow one are not read without end, and are all answered when it is`, t =>
    withSandbox(t, {}, async (t, server) => {
      const { request, release } = held(server)
      const before = process.memoryUsage().rss
      const socket = await open(server.port)
      socket.write(request(0))
      const count = await sendUntilFull(socket, server, id => next(id + 1), 64 * MiB)
      t.ok(process.memoryUsage().rss - before < 512 * MiB)
      await release()
      const last = bytes('GET', '/readyz', 'Connection: close\r\n')(count + 1)
      socket.write(last)
      const ids = idsOf(await hear(socket))
      t.strictSame(
        ids,
        Array.from({ length: count + 2 }, (_, id) => id),
      )
    }),
  )
}

t.test('a client that reads no response is not read without end, and has them all in order when it reads', t =>
  withSandbox(t, {}, async (t, server) => {
    const socket = await open(server.port)
    const ledger = bytes('GET', '/_sandbox/behaviors', `X-Padding: ${'x'.repeat(15_000)}\r\n`)
    const count = await sendUntilFull(socket, server, ledger, 64 * MiB)
    socket.write(bytes('GET', '/readyz', 'Connection: close\r\n')(count))
    const ids = idsOf(await hear(socket))
    t.strictSame(
      ids,
      Array.from({ length: count + 1 }, (_, id) => id),
    )
  }),
)

for (const [what, first] of [
  ['that waits for its turn', (server: SandboxServer) => `${held(server).request(0)}${endless()}`],
  ['that is delayed', () => endless().replace('\r\n', '\r\nPrefer: delay=600000\r\n')],
] as const) {
  t.test(`the body of a request ${what} is not read without end`, t =>
    withSandbox(t, {}, async (t, server) => {
      const socket = await open(server.port)
      socket.write(first(server))
      await t.resolves(sendUntilFull(socket, server, () => 'x'.repeat(10_000), 64 * MiB))
      socket.destroy()
    }),
  )
}

for (const [what, last] of [
  ['a broken request', 'hello\r\n\r\n'],
  ['a request that closes the connection', bytes('GET', '/readyz', 'Connection: close\r\n')(20)],
] as const) {
  t.test(`${what} is answered, though much follows it that was not read`, t =>
    withSandbox(t, {}, async (t, server) => {
      const { request, release } = held(server)
      const socket = await open(server.port)
      socket.write(`${request(0)}${Array.from({ length: 19 }, (_, id) => get(id + 1)).join('')}${last}`)
      await sendUntilFull(socket, server, small, 64 * MiB)
      await release()
      const statuses = readAnswers(await hear(socket)).map(({ status }) => status)
      t.strictSame(statuses, [...Array.from({ length: 20 }, () => 200), last.startsWith('hello') ? 400 : 200])
    }),
  )
}

function idsOf(text: string): number[] {
  return [...text.matchAll(/^x-request-id: (\d+)\r$/gm)].map(match => Number(match[1]))
}

t.test('a request whose rest is not read for longer than a request may take is not late', t =>
  withSandbox(t, { timeouts: patient }, async (t, server) => {
    const { request, release } = held(server)
    const half = bytes('POST', `${number}/assign`, authorization, '{"trunk_id":"trunk_abc123"}')(20)
    const others = Array.from({ length: 10 }, (_, id) => get(id + 1)).join('')
    const socket = await sent(server, `${request(0)}${others}${half.slice(0, -5)}`)
    // Another connection that stalls just as long tells when the time is over.
    const clock = await sent(server, 'GET / HTTP/1.1\r\n')
    const told = await late(server, () => hear(clock))
    t.strictSame(readAnswers(told).map(outcome), [[408, timeout]])
    await release()
    const [first] = await once(socket, 'data')
    socket.write(`${half.slice(-5)}${bytes('GET', '/readyz', 'Connection: close\r\n')(21)}`)
    const answers = readAnswers(`${first}${await hear(socket)}`)
    t.strictSame(
      answers.map(({ status }) => status),
      Array.from({ length: 13 }, () => 200),
    )
  }),
)

t.test('a request that stalls behind others is late when its time is over after them', t =>
  withSandbox(t, { timeouts: { ...patient, requestMs: 200 } }, async (t, server) => {
    // It has 200 ms from when it is read again; before that only `late` makes it late.
    Object.assign(server.http, { requestTimeout: patient.requestMs, headersTimeout: patient.requestMs })
    const { request, release } = held(server)
    const others = Array.from({ length: 10 }, (_, id) => get(id + 1)).join('')
    for (const half of [get(20).slice(0, -5), large(20).slice(0, -5)]) {
      const socket = await open(server.port)
      socket.write(`${request(0)}${others}${half}`)
      const clock = await sent(server, 'GET / HTTP/1.1\r\n')
      await late(server, () => hear(clock))
      await release()
      const answers = readAnswers(await hear(socket))
      t.strictSame(
        answers.map(({ status }) => status),
        [...Array.from({ length: 11 }, () => 200), 408],
      )
    }
  }),
)

const timeout = { error: { code: 'REQUEST_TIMEOUT', message: 'Request not received in time' } }

const assign = (id: string) => `{"trunk_id":"${id}"}`
const kinds = [
  get,
  bytes('GET', number, authorization, 'ignored'),
  bytes('GET', number),
  bytes('GET', '/nowhere'),
  bytes('PUT', number, authorization, '{}'),
  bytes('GET', number, `${authorization}Prefer: delay=20\r\n`),
  bytes('GET', number, `${authorization}Prefer: status=503\r\n`),
  bytes('POST', `${number}/assign`, authorization, assign('trunk_abc123')),
  bytes('POST', `${number}/assign`, authorization, assign('trunk_none')),
  bytes('POST', `${number}/assign`, `${authorization}Prefer: delay=5\r\n`, assign('trunk_abc123')),
  bytes('POST', `${number}/assign`, authorization, '{'),
  bytes('POST', `${number}/assign`, `${authorization}Expect: wonders\r\n`, assign('trunk_abc123')),
  bytes('DELETE', `${number}/assign`, authorization, 'anything'),
  bytes('DELETE', `${number}/assign`, authorization),
]
const endings = [
  bytes('GET', '/readyz', 'Connection: close\r\n'),
  () => 'hello\r\n\r\n',
  bytes('CONNECT', 'example.test:80'),
]

/** The responses to requests that are sent one by one, each when the one before it has been answered. */
async function oneByOne(port: number, requests: readonly string[]): Promise<RawAnswer[]> {
  const answers: RawAnswer[] = []
  for (const request of requests) {
    const socket = await open(port)
    socket.write(request.replace('\r\n', '\r\nConnection: close\r\n').replace(/^hello.*Connection: close/s, 'hello'))
    answers.push(...readAnswers(await hear(socket)))
  }
  return answers
}

t.test('a pipeline of any requests in any pieces is answered as they are one by one', t =>
  withSandbox(t, {}, async (t, server) => {
    const pipeline = fc.array(fc.nat(kinds.length - 1), { maxLength: 60 })
    const ending = fc.nat(endings.length - 1)
    const pieces = fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(pipeline, ending, pieces, async (chosen, end, sizes) => {
        const requests = [...chosen.map((kind, id) => kinds[kind]?.(id)), endings[end]?.(chosen.length)].map(String)
        await server.control('POST', '/reset')
        const expected = await oneByOne(server.port, requests)
        await server.control('POST', '/reset')
        const socket = await open(server.port)
        const text = requests.join('')
        for (let at = 0, piece = 0; at < text.length; piece++) {
          const size = sizes[piece % sizes.length] ?? 1
          socket.write(text.slice(at, at + size))
          at += size
        }
        const answers = readAnswers(await hear(socket))
        t.strictSame(answers.map(comparable), expected.map(comparable))
      }),
      { numRuns: 25 },
    )
  }),
)

/** All but what tells whether the connection goes on. */
function comparable({ status, headers: { connection: _, 'keep-alive': __, ...headers }, body }: RawAnswer) {
  return { status, headers, body }
}
