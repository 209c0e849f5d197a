import { once } from 'node:events'
import t from 'tap'
import type { JournalEntry } from '../../src/sandbox/journal.ts'
import { number, outcome, refused, unauthorized } from '../responses.ts'
import { key } from '../server.ts'
import { until } from '../until.ts'
import { open, speak } from '../wire.ts'
import { withSandbox } from './open.ts'
import { application, ring } from './simulated-calls.ts'
import { listener } from './webhook.ts'

const internal = refused(500, 'INTERNAL_ERROR', 'Internal server error')
const bug = new Error('a bug')
const fail = () => {
  throw bug
}

t.test('an exception ahead of the router is logged and answered 500, and the server goes on', t =>
  withSandbox(t, {}, async (t, server) => {
    const { time } = server
    Object.defineProperty(server, 'time', { configurable: true, get: fail })
    t.strictSame(outcome(await server.call('GET', number)), internal)
    Object.defineProperty(server, 'time', { value: time })
    t.strictSame([(await server.call('GET', number)).status, server.unforeseen], [200, [bug]])
  }),
)

t.test('a fault whose body fails when it is sent is logged and answered 500', t =>
  withSandbox(t, {}, async (t, { call, sandbox, unforeseen }) => {
    let rendered = 0
    const body = { toJSON: () => (rendered++ === 0 ? {} : fail()) }
    sandbox.namespaces.default.faults.add({ effect: { status: 503, body }, times: 1 })
    t.strictSame(outcome(await call('GET', number)), internal)
    t.strictSame([(await call('GET', number)).status, unforeseen], [200, [bug]])
  }),
)

t.test('an error before a request has an id closes its connection, and the server goes on', t =>
  withSandbox(t, {}, async (t, { call, store, unforeseen }) => {
    const { initialAccess } = store
    store.initialAccess = fail
    await t.rejects(call('GET', '/healthz', { headers: { 'x-request-id': 'r-1' } }), { code: 'ECONNRESET' })
    store.initialAccess = initialAccess
    t.strictSame([(await call('GET', '/healthz')).status, unforeseen], [200, [bug]])
  }),
)

t.test('an answer whose hint fails is sent without it, and one that the journal fails on is sent too', t =>
  withSandbox(t, {}, async (t, server) => {
    const { call, store, unforeseen } = server
    const { initialAccess } = store
    store.initialAccess = fail
    const answer = await call('GET', number, { headers: { authorization: '' } })
    t.strictSame([...outcome(answer), answer.headers['x-sandbox-hint']], [...unauthorized, undefined])
    await until(() => unforeseen.length === 2)
    store.initialAccess = initialAccess
    t.strictSame([(await call('GET', number)).status, unforeseen], [200, [bug, bug]])
  }),
)

t.test('what a watcher of the journal throws is logged; neither the request nor another watcher meets it', t =>
  withSandbox(t, {}, async (t, server) => {
    const { call, sandbox, unforeseen } = server
    const seen: (string | null)[] = []
    const unwatch = sandbox.journals.watch(fail)
    sandbox.journals.watch(({ operation }) => seen.push(operation))
    t.equal((await call('GET', number)).status, 200)
    await until(() => seen.length === 1)
    unwatch()
    t.equal((await call('GET', number)).status, 200)
    await until(() => seen.length === 2)
    t.strictSame([seen, unforeseen], [['getNumber', 'getNumber'], [bug]])
  }),
)

t.test('a log that fails ends nothing', t => {
  const onRequestEnd = (request: { readonly url?: string | undefined }) => request.url === number && fail()
  return withSandbox(t, { onRequestEnd }, async (t, server) => {
    t.equal((await server.call('GET', number)).status, 200)
    await until(() => server.unforeseen.length === 1)
    t.strictSame(server.unforeseen, [bug])
  })
})

t.test('an entry that cannot be shown is left out of the stream, which goes on', t =>
  withSandbox(t, {}, async (t, server) => {
    const { port, call, sandbox, unforeseen } = server
    const socket = await open(port)
    t.teardown(() => socket.destroy())
    let came = ''
    socket.setEncoding('utf8').on('data', text => (came += text))
    socket.write('GET /_sandbox/events HTTP/1.1\r\nhost: localhost\r\n\r\n')
    while (!came.includes(': watching')) await once(socket, 'data')
    const { journal } = sandbox.namespaces.default
    sandbox.journals.add(journal, { id: journal.nextId(), namespace: 'default', at: Number.NaN } as JournalEntry)
    await until(() => unforeseen.length > 0)
    t.equal((await call('GET', number)).status, 200)
    while (!came.includes('"operation":"getNumber"')) await once(socket, 'data')
    t.match(unforeseen, [RangeError])
    t.equal(unforeseen.length, 1)
  }),
)

t.test('a webhook that fails in an unforeseen way when it is tried again is logged', t => {
  let asked = 0
  const lookup = async () => (asked++ === 0 ? [{ address: '127.0.0.1', family: 4 }] : (null as never))
  return withSandbox(t, { deliver: { lookup, backoff: [1] } }, async (t, server) => {
    const hook = await listener(t)
    hook.answers.push([500, ''])
    asked = 0
    await server.call('PATCH', application, { body: { answer_url: `http://hook.test:${hook.port}/` } })
    await ring(server)
    await until(() => server.unforeseen.length === 1)
    t.match(server.unforeseen, [TypeError])
  })
})

t.test('a connection fault meets a request that is broken behind its head, and ends nothing', t =>
  withSandbox(t, {}, async (t, { port, control, call, unforeseen }) => {
    const head = `POST ${number}/assign HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\n`
    for (const connection of ['truncate', 'empty', 'reset', 'hang']) {
      await control('POST', '/faults', { body: { effect: { connection } } })
      const answers = await speak(port, `${head}transfer-encoding: chunked\r\n\r\nzz\r\n`).catch(() => [])
      t.ok(answers.length <= 1, connection)
      await control('DELETE', '/faults')
    }
    t.strictSame([(await call('GET', number)).status, unforeseen], [200, []])
  }),
)
