import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import {
  assertUnchanged,
  configuration,
  errorResponse,
  invalid,
  notFound,
  number,
  statusAndBody,
} from '../responses.ts'
import { key, numbers, onEachStore } from '../server.ts'
import { sendBytes } from '../wire.ts'

const authorization = `Authorization: Bearer ${key}\r\n`
const head = `Host: x\r\n${authorization}Content-Type: application/json\r\n`
const body = 'Content-Length: 27\r\n\r\n{"trunk_id":"trunk_abc123"}'
const assign = `POST ${number}/assign HTTP/1.1\r\n${head}${body}`
const closed = { 'content-type': 'application/json; charset=utf-8', connection: 'close' }
const malformed = invalid({ field: 'request', reason: 'malformed HTTP' })
const assigned = configuration({ trunk_id: 'trunk_abc123' })

const malformedRequests: Record<string, string> = {
  'no HTTP': 'hello\r\n\r\n',
  'another protocol': '\x16\x03\x01\x02\x00\x01\x00',
  'HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'an unknown method': assign.replace('POST', 'ASSIGN'),
  'a NUL in the path': assign.replace('+1', '\0+1'),
  'a space in the path': assign.replace('+1', ' +1'),
  'a non-ASCII character in the path': assign.replace('+1', '\u0661'),
  'a NUL in a header': assign.replace('Host: x', 'Host: x\0'),
  'no colon in a header': assign.replace('Host: x', 'Host: x\r\nbanana'),
  'no host': assign.replace('Host: x\r\n', ''),
  'an invalid length': assign.replace('27', 'x'),
  'a negative length': assign.replace('27', '-1'),
  'two lengths': assign.replace('Content-Length: 27', 'Content-Length: 27\r\nContent-Length: 28'),
  'a length and chunks': assign.replace('Content-Length', 'Transfer-Encoding: chunked\r\nContent-Length'),
  'an invalid chunk': assign.replace('Content-Length: 27', 'Transfer-Encoding: chunked'),
  'an unknown encoding': assign.replace('Content-Length: 27', 'Transfer-Encoding: gzip'),
}

behaviorTest(t, 'http-malformed', t =>
  onEachStore(t, {}, async (t, server) => {
    await assertUnchanged(t, server, async () => {
      for (const [what, bytes] of Object.entries(malformedRequests)) {
        const responses = await sendBytes(server.port, bytes)
        const [status, body] = malformed
        t.strictSame(responses, [{ status, headers: closed, body }], what)
      }
      const path = invalid({ field: 'path', reason: 'malformed percent-encoding' })
      t.strictSame(statusAndBody(await server.call('GET', `${numbers}/%zz`)), path)
    })
    t.strictSame(server.unexpectedErrors, [])
  }),
)

behaviorTest(t, 'head-large', t =>
  onEachStore(t, {}, async (t, server) => {
    const [status, body] = errorResponse(431, 'HEADERS_TOO_LARGE', 'Request headers too large')
    await assertUnchanged(t, server, async () => {
      for (const padding of [`X: ${'x'.repeat(16_384)}`, 'X: x\r\n'.repeat(3_000).trimEnd()]) {
        const responses = await sendBytes(server.port, assign.replace('Host: x', `Host: x\r\n${padding}`))
        t.strictSame(responses, [{ status, headers: closed, body }])
      }
      const path = await sendBytes(server.port, assign.replace('+1', `+1${'1'.repeat(16_384)}`))
      t.strictSame(path, [{ status, headers: closed, body }], 'the path counts too')
    })
    const allowed = await server.call('GET', number, { headers: { x: 'x'.repeat(15_000) } })
    t.equal(allowed.status, 200)
  }),
)

t.test('requests on one connection are handled in order, including a malformed one at the end', t =>
  onEachStore(t, {}, async (t, { port, call }) => {
    const unassign = `DELETE ${number}/assign HTTP/1.1\r\n${head}\r\n`
    const unassigned = configuration({ message: 'Trunk unassigned successfully' })
    const responses = await sendBytes(port, `${assign}${unassign}${assign}${unassign}${assign}hello\r\n\r\n`)
    const both = [
      [200, assigned],
      [200, unassigned],
    ]
    t.strictSame(responses.map(statusAndBody), [...both, ...both, [200, assigned], malformed])
    const connected = await sendBytes(port, `${unassign}CONNECT ${'example.test:80'} HTTP/1.1\r\nHost: x\r\n\r\n`)
    t.strictSame(
      connected.map(statusAndBody),
      [[200, unassigned], notFound('Resource not found')],
      'CONNECT is not supported',
    )
    const { body } = await call('GET', number)
    t.equal((body as typeof assigned).trunk_id, null)
  }),
)

t.test('Expect and Upgrade headers are ignored', t =>
  onEachStore(t, {}, async (t, { port }) => {
    const close = 'Connection: close\r\n'
    const expectContinue = await sendBytes(
      port,
      assign.replace('Host: x\r\n', `Host: x\r\n${close}Expect: 100-continue\r\n`),
    )
    t.strictSame(expectContinue.map(statusAndBody), [
      [100, null],
      [200, assigned],
    ])
    const other = await sendBytes(port, assign.replace('Host: x\r\n', `Host: x\r\n${close}Expect: other\r\n`))
    t.strictSame(other.map(statusAndBody), [[200, assigned]])
    const upgrade = 'Connection: Upgrade, close\r\nUpgrade: websocket\r\n'
    const upgraded = await sendBytes(port, assign.replace('Host: x\r\n', `Host: x\r\n${upgrade}`))
    t.strictSame(upgraded.map(statusAndBody), [[200, assigned]])
  }),
)

t.test('HTTP/1.0 works without a Host header', t =>
  onEachStore(t, {}, async (t, { port }) => {
    const responses = await sendBytes(port, assign.replace('HTTP/1.1\r\nHost: x', 'HTTP/1.0'))
    t.strictSame(responses, [{ status: 200, headers: closed, body: assigned }])
  }),
)

t.test('the first of two headers with the same name is used', t =>
  onEachStore(t, {}, async (t, { port }) => {
    const close = 'Connection: close\r\n'
    const twice = assign.replace(
      'Content-Type',
      `${close}Authorization: Bearer unknown\r\nContent-Type: text/plain\r\nX`,
    )
    const second = assign.replace('Host: x\r\n', `Host: x\r\n${close}Authorization: Bearer unknown\r\n`)
    const statuses = [...(await sendBytes(port, twice)), ...(await sendBytes(port, second))].map(({ status }) => status)
    t.strictSame(statuses, [400, 401])
  }),
)

t.test('requests after the last response of a connection are ignored', t =>
  onEachStore(t, {}, async (t, server) => {
    const closing = `GET ${number} HTTP/1.1\r\nConnection: close\r\n${head}\r\n`
    await assertUnchanged(t, server, async () => {
      t.strictSame(
        (await sendBytes(server.port, `${closing}${assign}`)).map(({ status }) => status),
        [200],
      )
      const hostless = closing.replace(/(Host|Connection).*\r\n/g, '')
      t.strictSame((await sendBytes(server.port, `${hostless}${assign}`)).map(statusAndBody), [malformed])
    })
  }),
)
