import t from 'tap'
import type { LogLine } from '../../src/http/log-line.ts'
import { logged } from '../../src/http/log-line.ts'
import { late, patient, sent } from '../late.ts'
import { number, refused } from '../responses.ts'
import { key } from '../server.ts'
import { until } from '../until.ts'
import { hear, open, readAnswers, speak } from '../wire.ts'
import { withSandbox } from './open.ts'

const malformed = refused(400, 'VALIDATION_FAILED', 'Request validation failed', {
  field: 'request',
  reason: 'malformed HTTP',
})
const large = refused(431, 'HEADERS_TOO_LARGE', 'Request headers too large')

/** What HTTP's parser refuses, and what can be made out of it. */
const broken = {
  'a header that is none': [`GET ${number} HTTP/1.1\r\nbad header\r\n\r\n`, 'GET', number, malformed],
  'a version that is none': [`DELETE ${number}/assign HTTP/9\r\n\r\n`, 'DELETE', `${number}/assign`, malformed],
  'a head too large': [`GET ${number} HTTP/1.1\r\nx: ${'a'.repeat(17_000)}\r\n\r\n`, 'GET', number, large],
} as const

for (const [what, [bytes, method, path, [status, body]]] of Object.entries(broken)) {
  t.test(`${what} is in the journal with its answer`, t =>
    withSandbox(t, {}, async (t, { port, control }) => {
      const [answer] = await speak(port, bytes)
      t.strictSame([answer?.status, answer?.body], [status, body])
      t.match(answer?.headers, { connection: 'close', 'x-sandbox-namespace': 'default' })
      const { requests } = (await control('GET', '/requests')).body as { requests: unknown[] }
      t.match(requests, [{ method, path, status, response_body: body, outcome: 'answered', key: null, changed: null }])
    }),
  )
}

t.test('no fault meets it, and no key that stands in it is kept', t =>
  withSandbox(t, {}, async (t, { port, control }) => {
    await control('POST', '/faults', { body: { effect: { status: 503 } } })
    const [answer] = await speak(port, `GET /v1/account/${key} HTTP/1.1\r\nbad header\r\n\r\n`)
    t.equal(answer?.status, 400)
    const journal = await control('GET', '/requests')
    t.match(journal.body, { requests: [{ path: '/v1/account/***', fault: null }] })
    t.notMatch(journal.text, key)
  }),
)

t.test('what stands in no readable line is answered, and not under /v1', t =>
  withSandbox(t, {}, async (t, { port, control }) => {
    t.equal((await speak(port, '\x16\x03\x01\r\n\r\n'))[0]?.status, 400)
    t.strictSame((await control('GET', '/requests')).body, { requests: [], dropped: 0 })
  }),
)

t.test('it has a log line', async t => {
  const lines: LogLine[] = []
  const write = logged(line => lines.push(line))
  await t.test('on each store', t =>
    withSandbox(t, { onRequestEnd: write }, async (t, { port }) => {
      await speak(port, broken['a header that is none'][0])
      const why = { error: 'request_malformed', reason: 'Request validation failed (request: malformed HTTP)' }
      t.match(lines.pop(), { method: 'GET', path: number, operation: null, status: 400, ...why })
    }),
  )
})

t.test('a body that is broken, or comes too slowly, is answered in its own context', t =>
  withSandbox(t, { timeouts: patient }, async (t, server) => {
    const { port, control } = server
    const head = `POST ${number}/assign HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n`
    const chunked = `${head}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`
    t.equal((await speak(port, `${chunked}zz\r\n`))[0]?.status, 400)
    const slow = await sent(server, `${chunked}1b\r\n{`)
    t.equal(readAnswers(await late(server, () => hear(slow)))[0]?.status, 408)
    const { requests } = (await control('GET', '/requests')).body as { requests: unknown[] }
    const kept = { operation: 'assignTrunk', outcome: 'answered', changed: null }
    t.match(requests, [
      { ...kept, status: 400, error: 'request_malformed', response_body: malformed[1] },
      { ...kept, status: 408, response_body: { error: { code: 'REQUEST_TIMEOUT' } } },
    ])
  }),
)

t.test('what stands behind an answer that is still to come waits for it', t =>
  withSandbox(t, {}, async (t, { port, control }) => {
    const get = `GET ${number} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n\r\n`
    const post = `POST ${number}/assign HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`
    const answers = await speak(port, get + post)
    t.strictSame(
      answers.map(({ status }) => status),
      [200, 400],
    )
    const { requests } = (await control('GET', '/requests')).body as { requests: unknown[] }
    t.match(requests, [{ status: 200 }, { operation: 'assignTrunk', status: 400, response_body: malformed[1] }])
  }),
)

t.test('what was broken off during a delay meets no further effect', t =>
  withSandbox(t, {}, async (t, server) => {
    const { port, control, unforeseen, call } = server
    for (const effect of ['status=503', 'code=500']) {
      const head = `POST ${number}/assign HTTP/1.1\r\nhost: x\r\nprefer: delay=600000, ${effect}\r\n`
      const [answer, ...more] = await speak(port, `${head}transfer-encoding: chunked\r\n\r\nzz\r\n`)
      t.strictSame([answer?.status, more], [400, []])
    }
    for (const connection of ['reset', 'truncate', 'hang']) {
      await control('POST', '/faults', { body: { effect: { connection } } })
      const head = `POST ${number}/assign HTTP/1.1\r\nhost: x\r\nprefer: delay=600000\r\n`
      t.equal((await speak(port, `${head}transfer-encoding: chunked\r\n\r\nzz\r\n`))[0]?.status, 400)
      await control('DELETE', '/faults')
    }
    server.endDelays()
    await until(() => server.sandbox.pendingWork.pendingDelays === 0)
    t.strictSame([(await call('GET', number)).status, unforeseen], [200, []])
  }),
)

t.test('a client that resets its CONNECT ends nothing', t =>
  withSandbox(t, {}, async (t, { port, call, sandbox, endDelays }) => {
    const socket = await open(port)
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

t.test('what is broken off while a refusal looks for its hint is answered once', t =>
  withSandbox(t, {}, async (t, { port, call, unforeseen }) => {
    for (const path of [number, `${number}/assign`, '/v1/unknown']) {
      const answers = await speak(port, `POST ${path} HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n`)
      t.equal(answers.length, 1, path)
    }
    t.strictSame([(await call('GET', number)).status, unforeseen], [200, []])
  }),
)
