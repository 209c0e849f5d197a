import t from 'tap'
import { row } from '../behavior.ts'
import { configuration, invalid, notFound, number, outcome, refused, unchanged } from '../responses.ts'
import { key, numbers, onEachStore } from '../server.ts'
import { speak } from '../wire.ts'

const authorization = `Authorization: Bearer ${key}\r\n`
const head = `Host: x\r\n${authorization}Content-Type: application/json\r\n`
const body = 'Content-Length: 27\r\n\r\n{"trunk_id":"trunk_abc123"}'
const assign = `POST ${number}/assign HTTP/1.1\r\n${head}${body}`
const closed = { 'content-type': 'application/json; charset=utf-8', connection: 'close' }
const malformed = invalid({ field: 'request', reason: 'malformed HTTP' })
const assigned = configuration({ trunk_id: 'trunk_abc123' })

const broken: Record<string, string> = {
  'no HTTP': 'hello\r\n\r\n',
  'another protocol': '\x16\x03\x01\x02\x00\x01\x00',
  'HTTP/2': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'an unknown method': assign.replace('POST', 'ASSIGN'),
  'a NUL in the path': assign.replace('+1', '\0+1'),
  'a space in the path': assign.replace('+1', ' +1'),
  'a letter beyond ASCII in the path': assign.replace('+1', '\u0661'),
  'a NUL in a header': assign.replace('Host: x', 'Host: x\0'),
  'no colon in a header': assign.replace('Host: x', 'Host: x\r\nbanana'),
  'no host': assign.replace('Host: x\r\n', ''),
  'a length that is none': assign.replace('27', 'x'),
  'a negative length': assign.replace('27', '-1'),
  'two lengths': assign.replace('Content-Length: 27', 'Content-Length: 27\r\nContent-Length: 28'),
  'a length, and chunks too': assign.replace('Content-Length', 'Transfer-Encoding: chunked\r\nContent-Length'),
  'a broken chunk': assign.replace('Content-Length: 27', 'Transfer-Encoding: chunked'),
  'an encoding that is unknown': assign.replace('Content-Length: 27', 'Transfer-Encoding: gzip'),
}

row(t, 'http-malformed', t =>
  onEachStore(t, {}, async (t, server) => {
    await unchanged(t, server, async () => {
      for (const [what, bytes] of Object.entries(broken)) {
        const answers = await speak(server.port, bytes)
        const [status, body] = malformed
        t.strictSame(answers, [{ status, headers: closed, body }], what)
      }
      const path = invalid({ field: 'path', reason: 'malformed percent-encoding' })
      t.strictSame(outcome(await server.call('GET', `${numbers}/%zz`)), path)
    })
    t.strictSame(server.unforeseen, [])
  }),
)

row(t, 'head-large', t =>
  onEachStore(t, {}, async (t, server) => {
    const [status, body] = refused(431, 'HEADERS_TOO_LARGE', 'Request headers too large')
    await unchanged(t, server, async () => {
      for (const padding of [`X: ${'x'.repeat(16_384)}`, 'X: x\r\n'.repeat(3_000).trimEnd()]) {
        const answers = await speak(server.port, assign.replace('Host: x', `Host: x\r\n${padding}`))
        t.strictSame(answers, [{ status, headers: closed, body }])
      }
      const path = await speak(server.port, assign.replace('+1', `+1${'1'.repeat(16_384)}`))
      t.strictSame(path, [{ status, headers: closed, body }], 'a path counts too')
    })
    const most = await server.call('GET', number, { headers: { x: 'x'.repeat(15_000) } })
    t.equal(most.status, 200)
  }),
)

t.test('requests that follow each other on a connection are done and answered in order, a broken one last', t =>
  onEachStore(t, {}, async (t, { port, call }) => {
    const unassign = `DELETE ${number}/assign HTTP/1.1\r\n${head}\r\n`
    const unassigned = configuration({ message: 'Trunk unassigned successfully' })
    const answers = await speak(port, `${assign}${unassign}${assign}${unassign}${assign}hello\r\n\r\n`)
    const both = [
      [200, assigned],
      [200, unassigned],
    ]
    t.strictSame(answers.map(outcome), [...both, ...both, [200, assigned], malformed])
    const connected = await speak(port, `${unassign}CONNECT ${'example.test:80'} HTTP/1.1\r\nHost: x\r\n\r\n`)
    t.strictSame(connected.map(outcome), [[200, unassigned], notFound('Resource not found')], 'nor is this a proxy')
    const { body } = await call('GET', number)
    t.equal((body as typeof assigned).trunk_id, null)
  }),
)

t.test('what a client expects is no obstacle', t =>
  onEachStore(t, {}, async (t, { port }) => {
    const close = 'Connection: close\r\n'
    const go = await speak(port, assign.replace('Host: x\r\n', `Host: x\r\n${close}Expect: 100-continue\r\n`))
    t.strictSame(go.map(outcome), [
      [100, null],
      [200, assigned],
    ])
    const other = await speak(port, assign.replace('Host: x\r\n', `Host: x\r\n${close}Expect: wonders\r\n`))
    t.strictSame(other.map(outcome), [[200, assigned]])
    const upgrade = 'Connection: Upgrade, close\r\nUpgrade: websocket\r\n'
    const stays = await speak(port, assign.replace('Host: x\r\n', `Host: x\r\n${upgrade}`))
    t.strictSame(stays.map(outcome), [[200, assigned]])
  }),
)

t.test('HTTP/1.0 is answered, with no need of a host', t =>
  onEachStore(t, {}, async (t, { port }) => {
    const answers = await speak(port, assign.replace('HTTP/1.1\r\nHost: x', 'HTTP/1.0'))
    t.strictSame(answers, [{ status: 200, headers: closed, body: assigned }])
  }),
)

t.test('of a header that comes twice the first counts', t =>
  onEachStore(t, {}, async (t, { port }) => {
    const close = 'Connection: close\r\n'
    const twice = assign.replace(
      'Content-Type',
      `${close}Authorization: Bearer nobody\r\nContent-Type: text/plain\r\nX`,
    )
    const second = assign.replace('Host: x\r\n', `Host: x\r\n${close}Authorization: Bearer nobody\r\n`)
    const statuses = [...(await speak(port, twice)), ...(await speak(port, second))].map(({ status }) => status)
    t.strictSame(statuses, [400, 401])
  }),
)

t.test('what follows the last answer of a connection is not done', t =>
  onEachStore(t, {}, async (t, server) => {
    const asked = `GET ${number} HTTP/1.1\r\nConnection: close\r\n${head}\r\n`
    await unchanged(t, server, async () => {
      t.strictSame(
        (await speak(server.port, `${asked}${assign}`)).map(({ status }) => status),
        [200],
      )
      const hostless = asked.replace(/(Host|Connection).*\r\n/g, '')
      t.strictSame((await speak(server.port, `${hostless}${assign}`)).map(outcome), [malformed])
    })
  }),
)
