import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { setClock } from '../../src/domain/clock.ts'
import { buildServer } from '../../src/server/server.ts'
import { demo } from '../../src/store/demo.ts'
import { MemoryStore } from '../../src/store/memory.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import { configuration, number, outcome } from '../responses.ts'
import { key, onEachStore } from '../server.ts'
import { hear, open, readAnswers } from '../wire.ts'

t.test('health and readiness need no key', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const headers = { authorization: '' }
    t.strictSame(outcome(await call('GET', '/healthz', { headers })), [200, { status: 'ok' }])
    t.strictSame(outcome(await call('GET', '/readyz', { headers })), [200, { status: 'ready' }])
    t.strictSame(outcome(await call('GET', '/readyz?probe=1')), [200, { status: 'ready' }])
  }),
)

const assign = `POST ${number}/assign HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\nContent-Length: 27\r\n\r\n{"trunk_id":"trunk_abc123"}`
const ask = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\n\r\n`

/** A server that tells when it has begun to close. */
async function listen() {
  const store = new MemoryStore(readSeed(demo))
  const clock = setClock(Date.parse('2026-04-09T11:15:00Z') / 1000)
  const { app } = buildServer({ store, clock, onUnexpectedError: error => t.error(error) })
  const closing = new Promise<void>(resolve => app.addHook('preClose', async () => resolve()))
  await app.listen({ host: '127.0.0.1', port: 0 })
  return { app, closing, port: (app.server.address() as AddressInfo).port }
}

t.test('a server that ends is not ready, and answers what is in flight', async t => {
  const { app, closing, port } = await listen()
  const [whole, readiness, idle] = [await open(port), await open(port), await open(port)]
  whole.write(assign.slice(0, -5))
  readiness.write(ask('/readyz').slice(0, -2))
  // What was sent ahead has been taken up when what was sent after it is answered.
  idle.write(ask('/healthz'))
  await once(idle, 'data')
  const closed = app.close()
  await closing
  whole.write(assign.slice(-5))
  readiness.write('\r\n')
  const [answer] = readAnswers(await hear(whole))
  t.strictSame([answer?.status, answer?.body], [200, configuration({ trunk_id: 'trunk_abc123' })])
  const drained = { 'content-type': 'application/json; charset=utf-8', connection: 'close' }
  t.strictSame(readAnswers(await hear(readiness)), [{ status: 503, headers: drained, body: { status: 'draining' } }])
  t.equal(await hear(idle), '', 'a connection in no use is closed')
  await closed
})
