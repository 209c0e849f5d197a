import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { setClock } from '../../src/domain/clock.ts'
import { buildServer } from '../../src/server/server.ts'
import { demo } from '../../src/store/demo.ts'
import { MemoryStore } from '../../src/store/memory.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import { configuration, number, statusAndBody } from '../responses.ts'
import { key, onEachStore } from '../server.ts'
import { openSocket, parseResponses, readToEnd } from '../wire.ts'

t.test('health and readiness need no key', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const headers = { authorization: '' }
    t.strictSame(statusAndBody(await call('GET', '/healthz', { headers })), [200, { status: 'ok' }])
    t.strictSame(statusAndBody(await call('GET', '/readyz', { headers })), [200, { status: 'ready' }])
    t.strictSame(statusAndBody(await call('GET', '/readyz?probe=1')), [200, { status: 'ready' }])
  }),
)

const assign = `POST ${number}/assign HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: 27\r\n\r\n{"trunk_id":"trunk_abc123"}`
const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\n\r\n`

/** Starts a server. `closing` resolves when it starts to close. */
async function listen() {
  const store = new MemoryStore(readSeed(demo))
  const clock = setClock(Date.parse('2026-04-09T11:15:00Z') / 1000)
  const { app } = buildServer({ store, clock, onUnexpectedError: error => t.error(error) })
  const closing = new Promise<void>(resolve => app.addHook('preClose', async () => resolve()))
  await app.listen({ host: '127.0.0.1', port: 0 })
  return { app, closing, port: (app.server.address() as AddressInfo).port }
}

t.test('during shutdown the server is not ready, and completes requests in flight', async t => {
  const { app, closing, port } = await listen()
  const [inFlight, readiness, idle] = [await openSocket(port), await openSocket(port), await openSocket(port)]
  inFlight.write(assign.slice(0, -5))
  readiness.write(get('/readyz').slice(0, -2))
  // When this request has its response, the server has read the earlier ones.
  idle.write(get('/healthz'))
  await once(idle, 'data')
  const closed = app.close()
  await closing
  inFlight.write(assign.slice(-5))
  readiness.write('\r\n')
  const [response] = parseResponses(await readToEnd(inFlight))
  t.strictSame([response?.status, response?.body], [200, configuration({ trunk_id: 'trunk_abc123' })])
  const drained = { 'content-type': 'application/json; charset=utf-8', connection: 'close' }
  t.strictSame(parseResponses(await readToEnd(readiness)), [
    { status: 503, headers: drained, body: { status: 'draining' } },
  ])
  t.equal(await readToEnd(idle), '', 'an idle connection is closed')
  await closed
})
