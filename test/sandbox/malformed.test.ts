import t from 'tap'
import type { LogLine } from '../../src/http/log-line.ts'
import { logRequests } from '../../src/http/log-line.ts'
import { noTimeouts, sendUnfinished, withTimedOutRequests } from '../request-timeout.ts'
import { errorResponse, number } from '../responses.ts'
import { key } from '../server.ts'
import { until } from '../until.ts'
import { openSocket, parseResponses, readToEnd, sendBytes } from '../wire.ts'
import { withSandbox } from './open.ts'

const malformed = errorResponse(400, 'VALIDATION_FAILED', 'Request validation failed', {
  field: 'request',
  reason: 'malformed HTTP',
})
const large = errorResponse(431, 'HEADERS_TOO_LARGE', 'Request headers too large')

/** Malformed requests, the method and path that can be read from them, and their response. */
const malformedRequests = {
  'an invalid header': [`GET ${number} HTTP/1.1\r\nbad header\r\n\r\n`, 'GET', number, malformed],
  'an invalid version': [`DELETE ${number}/assign HTTP/9\r\n\r\n`, 'DELETE', `${number}/assign`, malformed],
  'a head that is too large': [`GET ${number} HTTP/1.1\r\nx: ${'a'.repeat(17_000)}\r\n\r\n`, 'GET', number, large],
} as const

for (const [what, [bytes, method, path, [status, body]]] of Object.entries(malformedRequests)) {
  t.test(`${what} is recorded in the journal`, t =>
    withSandbox(t, {}, async (t, { port, control }) => {
      const [answer] = await sendBytes(port, bytes)
      t.strictSame([answer?.status, answer?.body], [status, body])
      t.match(answer?.headers, { connection: 'close', 'x-sandbox-namespace': 'default' })
      const { requests } = (await control('GET', '/requests')).body as { requests: unknown[] }
      t.match(requests, [{ method, path, status, response_body: body, outcome: 'answered', key: null, changed: null }])
    }),
  )
}

t.test('faults are not applied to malformed requests, and keys in them are redacted', t =>
  withSandbox(t, {}, async (t, { port, control }) => {
    await control('POST', '/faults', { body: { effect: { status: 503 } } })
    const [answer] = await sendBytes(port, `GET /v1/account/${key} HTTP/1.1\r\nbad header\r\n\r\n`)
    t.equal(answer?.status, 400)
    const journal = await control('GET', '/requests')
    t.match(journal.body, { requests: [{ path: '/v1/account/***', fault: null }] })
    t.notMatch(journal.text, key)
  }),
)

t.test('a request without a readable path gets a response, but no journal entry', t =>
  withSandbox(t, {}, async (t, { port, control }) => {
    t.equal((await sendBytes(port, '\x16\x03\x01\r\n\r\n'))[0]?.status, 400)
    t.strictSame((await control('GET', '/requests')).body, { requests: [], dropped: 0 })
  }),
)

t.test('a malformed request is logged', async t => {
  const lines: LogLine[] = []
  const write = logRequests(line => lines.push(line))
  await t.test('on each store', t =>
    withSandbox(t, { onRequestEnd: write }, async (t, { port }) => {
      await sendBytes(port, malformedRequests['an invalid header'][0])
      const logged = { error: 'request_malformed', reason: 'Request validation failed (request: malformed HTTP)' }
      t.match(lines.pop(), { method: 'GET', path: number, operation: null, status: 400, ...logged })
    }),
  )
})

t.test('a request with a malformed or slow body keeps its context', t =>
  withSandbox(t, { timeouts: noTimeouts }, async (t, server) => {
    const { port, control } = server
    const head = `POST ${number}/assign HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n`
    const chunked = `${head}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`
    t.equal((await sendBytes(port, `${chunked}zz\r\n`))[0]?.status, 400)
    const slow = await sendUnfinished(server, `${chunked}1b\r\n{`)
    t.equal(parseResponses(await withTimedOutRequests(server, () => readToEnd(slow)))[0]?.status, 408)
    const { requests } = (await control('GET', '/requests')).body as { requests: unknown[] }
    const entry = { operation: 'assignTrunk', outcome: 'answered', changed: null }
    t.match(requests, [
      { ...entry, status: 400, error: 'request_malformed', response_body: malformed[1] },
      { ...entry, status: 408, response_body: { error: { code: 'REQUEST_TIMEOUT' } } },
    ])
  }),
)

t.test('requests behind an unfinished response wait for it', t =>
  withSandbox(t, {}, async (t, { port, control }) => {
    const get = `GET ${number} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n\r\n`
    const post = `POST ${number}/assign HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`
    const responses = await sendBytes(port, get + post)
    t.strictSame(
      responses.map(({ status }) => status),
      [200, 400],
    )
    const { requests } = (await control('GET', '/requests')).body as { requests: unknown[] }
    t.match(requests, [{ status: 200 }, { operation: 'assignTrunk', status: 400, response_body: malformed[1] }])
  }),
)

t.test('no further effects are applied to a request that was aborted during a delay', t =>
  withSandbox(t, {}, async (t, server) => {
    const { port, control, unexpectedErrors, call } = server
    for (const effect of ['status=503', 'code=500']) {
      const head = `POST ${number}/assign HTTP/1.1\r\nhost: x\r\nprefer: delay=600000, ${effect}\r\n`
      const [answer, ...more] = await sendBytes(port, `${head}transfer-encoding: chunked\r\n\r\nzz\r\n`)
      t.strictSame([answer?.status, more], [400, []])
    }
    for (const connection of ['reset', 'truncate', 'hang']) {
      await control('POST', '/faults', { body: { effect: { connection } } })
      const head = `POST ${number}/assign HTTP/1.1\r\nhost: x\r\nprefer: delay=600000\r\n`
      t.equal((await sendBytes(port, `${head}transfer-encoding: chunked\r\n\r\nzz\r\n`))[0]?.status, 400)
      await control('DELETE', '/faults')
    }
    server.endDelays()
    await until(() => server.sandbox.pendingWork.pendingDelays === 0)
    t.strictSame([(await call('GET', number)).status, unexpectedErrors], [200, []])
  }),
)

t.test('a client that resets a CONNECT request does not affect the server', t =>
  withSandbox(t, {}, async (t, { port, call, sandbox, endDelays }) => {
    const socket = await openSocket(port)
    const get = `GET ${number} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\nprefer: delay=600000\r\n\r\n`
    socket.write(`${get}CONNECT a:1 HTTP/1.1\r\nhost: x\r\n\r\n`)
    await until(() => sandbox.pendingWork.pendingDelays === 1)
    socket.resetAndDestroy()
    await call('GET', number)
    endDelays()
    await until(() => sandbox.pendingWork.pendingDelays === 0)
    t.equal((await call('GET', number)).status, 200)
  }),
)

t.test('a request that becomes malformed while its hint is created gets one response', t =>
  withSandbox(t, {}, async (t, { port, call, unexpectedErrors }) => {
    for (const path of [number, `${number}/assign`, '/v1/unknown']) {
      const responses = await sendBytes(
        port,
        `POST ${path} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`,
      )
      t.equal(responses.length, 1, path)
    }
    t.strictSame([(await call('GET', number)).status, unexpectedErrors], [200, []])
  }),
)
