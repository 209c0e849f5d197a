import { once } from 'node:events'
import t from 'tap'
import type { JournalEntry } from '../../src/sandbox/journal.ts'
import { errorResponse, number, statusAndBody, unauthorized } from '../responses.ts'
import { key } from '../server.ts'
import { until } from '../until.ts'
import { openSocket, sendBytes } from '../wire.ts'
import { withSandbox } from './open.ts'
import { application, simulateCall } from './simulated-calls.ts'
import { startReceiver } from './webhook.ts'

const internal = errorResponse(500, 'INTERNAL_ERROR', 'Internal server error')
const bug = new Error('a bug')
const fail = () => {
  throw bug
}

t.test('an exception before routing is logged, the response is 500, and the server continues', t =>
  withSandbox(t, {}, async (t, server) => {
    const { time } = server
    Object.defineProperty(server, 'time', { configurable: true, get: fail })
    t.strictSame(statusAndBody(await server.call('GET', number)), internal)
    Object.defineProperty(server, 'time', { value: time })
    t.strictSame([(await server.call('GET', number)).status, server.unexpectedErrors], [200, [bug]])
  }),
)

t.test('a fault whose body cannot be serialized is logged, and the response is 500', t =>
  withSandbox(t, {}, async (t, { call, sandbox, unexpectedErrors }) => {
    let serialized = 0
    const body = { toJSON: () => (serialized++ === 0 ? {} : fail()) }
    sandbox.namespaces.default.faults.add({ effect: { status: 503, body }, times: 1 })
    t.strictSame(statusAndBody(await call('GET', number)), internal)
    t.strictSame([(await call('GET', number)).status, unexpectedErrors], [200, [bug]])
  }),
)

t.test('an error before a request has an id closes its connection, and the server continues', t =>
  withSandbox(t, {}, async (t, { call, store, unexpectedErrors }) => {
    const { initialAccess } = store
    store.initialAccess = fail
    await t.rejects(call('GET', '/healthz', { headers: { 'x-request-id': 'r-1' } }), { code: 'ECONNRESET' })
    store.initialAccess = initialAccess
    t.strictSame([(await call('GET', '/healthz')).status, unexpectedErrors], [200, [bug]])
  }),
)

t.test('if the hint or the journal entry fails, the response is sent all the same', t =>
  withSandbox(t, {}, async (t, server) => {
    const { call, store, unexpectedErrors } = server
    const { initialAccess } = store
    store.initialAccess = fail
    const response = await call('GET', number, { headers: { authorization: '' } })
    t.strictSame([...statusAndBody(response), response.headers['x-sandbox-hint']], [...unauthorized, undefined])
    await until(() => unexpectedErrors.length === 2)
    store.initialAccess = initialAccess
    t.strictSame([(await call('GET', number)).status, unexpectedErrors], [200, [bug, bug]])
  }),
)

t.test('an exception of a journal watcher is logged and affects neither the request nor other watchers', t =>
  withSandbox(t, {}, async (t, server) => {
    const { call, sandbox, unexpectedErrors } = server
    const operations: (string | null)[] = []
    const unwatch = sandbox.journals.watch(fail)
    sandbox.journals.watch(({ operation }) => operations.push(operation))
    t.equal((await call('GET', number)).status, 200)
    await until(() => operations.length === 1)
    unwatch()
    t.equal((await call('GET', number)).status, 200)
    await until(() => operations.length === 2)
    t.strictSame([operations, unexpectedErrors], [['getNumber', 'getNumber'], [bug]])
  }),
)

t.test('an exception of the log is reported, and the server continues', t => {
  const onRequestEnd = (request: { readonly url?: string | undefined }) => request.url === number && fail()
  return withSandbox(t, { onRequestEnd }, async (t, server) => {
    t.equal((await server.call('GET', number)).status, 200)
    await until(() => server.unexpectedErrors.length === 1)
    t.strictSame(server.unexpectedErrors, [bug])
  })
})

t.test('an entry that cannot be serialized is skipped, and the stream continues', t =>
  withSandbox(t, {}, async (t, server) => {
    const { port, call, sandbox, unexpectedErrors } = server
    const socket = await openSocket(port)
    t.teardown(() => socket.destroy())
    let received = ''
    socket.setEncoding('utf8').on('data', text => (received += text))
    socket.write('GET /_sandbox/events HTTP/1.1\r\nhost: localhost\r\n\r\n')
    while (!received.includes(': watching')) await once(socket, 'data')
    const { journal } = sandbox.namespaces.default
    sandbox.journals.add(journal, { id: journal.nextId(), namespace: 'default', at: Number.NaN } as JournalEntry)
    await until(() => unexpectedErrors.length > 0)
    t.equal((await call('GET', number)).status, 200)
    while (!received.includes('"operation":"getNumber"')) await once(socket, 'data')
    t.match(unexpectedErrors, [RangeError])
    t.equal(unexpectedErrors.length, 1)
  }),
)

t.test('an unexpected error in the retry of a webhook is logged', t => {
  let lookups = 0
  const lookup = async () => (lookups++ === 0 ? [{ address: '127.0.0.1', family: 4 }] : (null as never))
  return withSandbox(t, { deliver: { lookup, backoff: [1] } }, async (t, server) => {
    const hook = await startReceiver(t)
    hook.responses.push([500, ''])
    lookups = 0
    await server.call('PATCH', application, { body: { answer_url: `http://hook.test:${hook.port}/` } })
    await simulateCall(server)
    await until(() => server.unexpectedErrors.length === 1)
    t.match(server.unexpectedErrors, [TypeError])
  })
})

t.test('a connection fault on a request with a malformed body does not affect the server', t =>
  withSandbox(t, {}, async (t, { port, control, call, unexpectedErrors }) => {
    const head = `POST ${number}/assign HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n`
    for (const connection of ['truncate', 'empty', 'reset', 'hang']) {
      await control('POST', '/faults', { body: { effect: { connection } } })
      const responses = await sendBytes(port, `${head}transfer-encoding: chunked\r\n\r\nzz\r\n`).catch(() => [])
      t.ok(responses.length <= 1, connection)
      await control('DELETE', '/faults')
    }
    t.strictSame([(await call('GET', number)).status, unexpectedErrors], [200, []])
  }),
)
