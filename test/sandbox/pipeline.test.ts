import { once } from 'node:events'
import type { Socket } from 'node:net'
import fc from 'fast-check'
import t from 'tap'
import { noTimeouts, sendUnfinished, withTimedOutRequests } from '../request-timeout.ts'
import { number, statusAndBody } from '../responses.ts'
import type { RawResponse } from '../wire.ts'
import { openSocket, parseResponses, readToEnd } from '../wire.ts'
import type { SandboxServer } from './open.ts'
import { withSandbox } from './open.ts'

const authorization = 'Authorization: Bearer tvx_sk_test_sandbox\r\n'

/** A request as bytes. Its response has the same id. */
function bytes(method: string, path: string, headers = '', body = ''): (id: number) => string {
  const length = body === '' ? '' : `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n`
  return id => `${method} ${path} HTTP/1.1\r\nHost: x\r\nX-Request-Id: ${id}\r\n${headers}${length}\r\n${body}`
}

/** A request with a very long body. */
const longBody = () => `POST ${number}/assign HTTP/1.1\r\nHost: x\r\n${authorization}Content-Length: 1000000000\r\n\r\n`

/** A request that gets its response when `release` is called. */
function heldRequest(server: SandboxServer) {
  const verify = { operation: 'listTrunks', timeout_ms: 60_000 }
  return {
    request: bytes('POST', '/_sandbox/verify', '', JSON.stringify(verify)),
    release: () => server.call('GET', '/v1/account/acc_123abc/trunks'),
  }
}

/** Sends requests until the server stops reading. Returns how many, and throws if it reads more than `maxBytes`. */
async function sendUntilFull(socket: Socket, server: SandboxServer, next: (id: number) => string, maxBytes: number) {
  let count = 0
  let accepted = 0
  for (let unchanged = 0; unchanged < 50; ) {
    while (socket.writableLength < 256 * 1024) socket.write(next(count++))
    // During each of these requests the server could have read more.
    await server.call('GET', '/readyz')
    const now = socket.bytesWritten - socket.writableLength
    unchanged = now === accepted ? unchanged + 1 : 0
    accepted = now
    if (accepted > maxBytes) throw new Error(`the server has read ${accepted} bytes`)
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
  t.test(`${what} requests behind a slow one are not read endlessly, and all get a response later`, t =>
    withSandbox(t, {}, async (t, server) => {
      const { request, release } = heldRequest(server)
      const before = process.memoryUsage().rss
      const socket = await openSocket(server.port)
      socket.write(request(0))
      const count = await sendUntilFull(socket, server, id => next(id + 1), 64 * MiB)
      t.ok(process.memoryUsage().rss - before < 512 * MiB)
      await release()
      const last = bytes('GET', '/readyz', 'Connection: close\r\n')(count + 1)
      socket.write(last)
      const ids = idsOf(await readToEnd(socket))
      t.strictSame(
        ids,
        Array.from({ length: count + 2 }, (_, id) => id),
      )
    }),
  )
}

t.test('a client that does not read is not read endlessly, and later gets all responses in order', t =>
  withSandbox(t, {}, async (t, server) => {
    const socket = await openSocket(server.port)
    const behaviors = bytes('GET', '/_sandbox/behaviors', `X-Padding: ${'x'.repeat(15_000)}\r\n`)
    const count = await sendUntilFull(socket, server, behaviors, 64 * MiB)
    socket.write(bytes('GET', '/readyz', 'Connection: close\r\n')(count))
    const ids = idsOf(await readToEnd(socket))
    t.strictSame(
      ids,
      Array.from({ length: count + 1 }, (_, id) => id),
    )
  }),
)

for (const [what, first] of [
  ['that is waiting', (server: SandboxServer) => `${heldRequest(server).request(0)}${longBody()}`],
  ['that is delayed', () => longBody().replace('\r\n', '\r\nPrefer: delay=600000\r\n')],
] as const) {
  t.test(`the body of a request ${what} is not read endlessly`, t =>
    withSandbox(t, {}, async (t, server) => {
      const socket = await openSocket(server.port)
      socket.write(first(server))
      await t.resolves(sendUntilFull(socket, server, () => 'x'.repeat(10_000), 64 * MiB))
      socket.destroy()
    }),
  )
}

for (const [what, last] of [
  ['a malformed request', 'hello\r\n\r\n'],
  ['a request that closes the connection', bytes('GET', '/readyz', 'Connection: close\r\n')(20)],
] as const) {
  t.test(`${what} gets a response although unread data follows`, t =>
    withSandbox(t, {}, async (t, server) => {
      const { request, release } = heldRequest(server)
      const socket = await openSocket(server.port)
      socket.write(`${request(0)}${Array.from({ length: 19 }, (_, id) => get(id + 1)).join('')}${last}`)
      await sendUntilFull(socket, server, small, 64 * MiB)
      await release()
      const statuses = parseResponses(await readToEnd(socket)).map(({ status }) => status)
      t.strictSame(statuses, [...Array.from({ length: 20 }, () => 200), last.startsWith('hello') ? 400 : 200])
    }),
  )
}

function idsOf(text: string): number[] {
  return [...text.matchAll(/^x-request-id: (\d+)\r$/gm)].map(match => Number(match[1]))
}

t.test('a request does not time out while the server does not read it', t =>
  withSandbox(t, { timeouts: noTimeouts }, async (t, server) => {
    const { request, release } = heldRequest(server)
    const unfinished = bytes('POST', `${number}/assign`, authorization, '{"trunk_id":"trunk_abc123"}')(20)
    const others = Array.from({ length: 10 }, (_, id) => get(id + 1)).join('')
    const socket = await sendUnfinished(server, `${request(0)}${others}${unfinished.slice(0, -5)}`)
    // Another unfinished request shows when the timeout has passed.
    const clock = await sendUnfinished(server, 'GET / HTTP/1.1\r\n')
    const text = await withTimedOutRequests(server, () => readToEnd(clock))
    t.strictSame(parseResponses(text).map(statusAndBody), [[408, timeout]])
    await release()
    const [first] = await once(socket, 'data')
    socket.write(`${unfinished.slice(-5)}${bytes('GET', '/readyz', 'Connection: close\r\n')(21)}`)
    const responses = parseResponses(`${first}${await readToEnd(socket)}`)
    t.strictSame(
      responses.map(({ status }) => status),
      Array.from({ length: 13 }, () => 200),
    )
  }),
)

t.test('an unfinished request behind others times out after them', t =>
  withSandbox(t, { timeouts: { ...noTimeouts, requestMs: 200 } }, async (t, server) => {
    // Its timeout is 200 ms from when it is read again. Before that, only `withTimedOutRequests` could end it.
    Object.assign(server.http, { requestTimeout: noTimeouts.requestMs, headersTimeout: noTimeouts.requestMs })
    const { request, release } = heldRequest(server)
    const others = Array.from({ length: 10 }, (_, id) => get(id + 1)).join('')
    for (const unfinished of [get(20).slice(0, -5), large(20).slice(0, -5)]) {
      const socket = await openSocket(server.port)
      socket.write(`${request(0)}${others}${unfinished}`)
      const clock = await sendUnfinished(server, 'GET / HTTP/1.1\r\n')
      await withTimedOutRequests(server, () => readToEnd(clock))
      await release()
      const responses = parseResponses(await readToEnd(socket))
      t.strictSame(
        responses.map(({ status }) => status),
        [...Array.from({ length: 11 }, () => 200), 408],
      )
    }
  }),
)

const timeout = { error: { code: 'REQUEST_TIMEOUT', message: 'Request not received in time' } }

const assign = (id: string) => `{"trunk_id":"${id}"}`
const requestKinds = [
  get,
  bytes('GET', number, authorization, 'ignored'),
  bytes('GET', number),
  bytes('GET', '/unknown'),
  bytes('PUT', number, authorization, '{}'),
  bytes('GET', number, `${authorization}Prefer: delay=20\r\n`),
  bytes('GET', number, `${authorization}Prefer: status=503\r\n`),
  bytes('POST', `${number}/assign`, authorization, assign('trunk_abc123')),
  bytes('POST', `${number}/assign`, authorization, assign('trunk_none')),
  bytes('POST', `${number}/assign`, `${authorization}Prefer: delay=5\r\n`, assign('trunk_abc123')),
  bytes('POST', `${number}/assign`, authorization, '{'),
  bytes('POST', `${number}/assign`, `${authorization}Expect: other\r\n`, assign('trunk_abc123')),
  bytes('DELETE', `${number}/assign`, authorization, 'anything'),
  bytes('DELETE', `${number}/assign`, authorization),
]
const lastRequests = [
  bytes('GET', '/readyz', 'Connection: close\r\n'),
  () => 'hello\r\n\r\n',
  bytes('CONNECT', 'example.test:80'),
]

/** The responses to requests that are sent one after another on separate connections. */
async function sendSeparately(port: number, requests: readonly string[]): Promise<RawResponse[]> {
  const responses: RawResponse[] = []
  for (const request of requests) {
    const socket = await openSocket(port)
    socket.write(request.replace('\r\n', '\r\nConnection: close\r\n').replace(/^hello.*Connection: close/s, 'hello'))
    responses.push(...parseResponses(await readToEnd(socket)))
  }
  return responses
}

t.test('a pipeline of random requests in random pieces has the same responses as separate requests', t =>
  withSandbox(t, {}, async (t, server) => {
    const pipeline = fc.array(fc.nat(requestKinds.length - 1), { maxLength: 60 })
    const last = fc.nat(lastRequests.length - 1)
    const pieces = fc.array(fc.integer({ min: 1, max: 3_000 }), { minLength: 1, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(pipeline, last, pieces, async (chosen, end, sizes) => {
        const requests = [
          ...chosen.map((kind, id) => requestKinds[kind]?.(id)),
          lastRequests[end]?.(chosen.length),
        ].map(String)
        await server.control('POST', '/reset')
        const expected = await sendSeparately(server.port, requests)
        await server.control('POST', '/reset')
        const socket = await openSocket(server.port)
        const text = requests.join('')
        for (let at = 0, piece = 0; at < text.length; piece++) {
          const size = sizes[piece % sizes.length] ?? 1
          socket.write(text.slice(at, at + size))
          at += size
        }
        const responses = parseResponses(await readToEnd(socket))
        t.strictSame(responses.map(withoutConnection), expected.map(withoutConnection))
      }),
      { numRuns: 25 },
    )
  }),
)

/** The response without the headers about the connection. */
function withoutConnection({ status, headers: { connection: _, 'keep-alive': __, ...headers }, body }: RawResponse) {
  return { status, headers, body }
}
