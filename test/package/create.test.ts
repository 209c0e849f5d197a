import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { ControlError, createSandbox } from '../../src/index.ts'
import { configuration, number } from '../responses.ts'
import { key } from '../server.ts'
import { until } from '../until.ts'
import { onEach } from './each.ts'

const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
const assignment = { method: 'POST', headers, body: '{"trunk_id":"trunk_abc123"}' }

t.test('sandbox.fetch and sandbox.url reach the same server, whatever host the URL names', t =>
  onEach(t, async (t, { url, fetch: inMemory }) => {
    const response = await inMemory(`${number}/assign`, assignment)
    t.equal(response.url, `${url}${number}/assign`)
    t.match(response.headers.get('x-sandbox-namespace'), 'default')
    t.strictSame([response.status, await response.json()], [200, configuration({ trunk_id: 'trunk_abc123' })])
    const expected = await (await fetch(`${url}${number}`, { headers })).text()
    for (const input of [new URL(`https://api.tryvox.io${number}`), new Request(`${url}${number}`)]) {
      t.equal(await (await inMemory(input, { headers })).text(), expected)
    }
    const head = await inMemory(number, { method: 'HEAD', headers })
    t.strictSame([head.status, head.body], [200, null])
  }),
)

t.test('a connection fault fails sandbox.fetch like the global fetch', t =>
  onEach(t, async (t, { url, fetch: inMemory, faults }) => {
    const outcome = async (call: typeof fetch, signal: AbortSignal) => {
      try {
        return await (await call(`${url}${number}`, { headers, signal })).text()
      } catch (error) {
        const { name, message, cause } = error as Error & { cause?: { name: string; code: string; message: string } }
        return [name, message, cause?.name, cause?.code, cause?.message]
      }
    }
    for (const connection of ['reset', 'empty', 'truncate', 'hang'] as const) {
      await faults.set({ operation: 'getNumber', effect: { connection } })
      const abort = new AbortController()
      const both = Promise.all([outcome(inMemory, abort.signal), outcome(fetch, abort.signal)])
      // Hanging requests are aborted after the fault has been applied to both.
      await (connection === 'hang' ? until(async () => (await faults.list())[0]?.applied === 2) : both)
      abort.abort()
      const [own, global] = await both
      t.strictSame(own, global, connection)
      t.ok(Array.isArray(own))
      await faults.clear()
    }
  }),
)

t.test('a request can be aborted before it is sent and while its response is read', t =>
  onEach(t, async (t, { fetch: inMemory }) => {
    const reason = new Error('enough')
    await t.rejects(inMemory(number, { headers, signal: AbortSignal.abort(reason) }), reason)
    await (await inMemory(number, { headers })).body?.cancel()
    t.equal((await inMemory(number, { headers })).status, 200)
    const controller = new AbortController()
    const unread = await inMemory('/openapi.json', { signal: controller.signal })
    controller.abort(reason)
    await t.rejects(unread.text(), reason)
  }),
)

t.test('faults can be set, listed and removed', t =>
  onEach(t, async (t, { fetch: inMemory, faults }) => {
    const { warnings, ...fault } = await faults.set({ effect: { status: 503 }, seed: 1 })
    t.strictSame(warnings, [])
    t.strictSame(fault, { namespace: 'default', id: 'fault_1', effect: { status: 503 }, seed: 1, applied: 0 })
    t.equal((await inMemory(number, { headers })).status, 503)
    t.strictSame(await faults.list(), [{ ...fault, applied: 1 }])
    await faults.remove('fault_1')
    t.strictSame(await faults.list(), [])
    await t.rejects(faults.remove('fault_1'), new ControlError(404, { error: { message: 'Fault not found' } }))
  }),
)

t.test('the journal lists and verifies requests', t =>
  onEach(t, async (t, { fetch: inMemory, journal }) => {
    await inMemory(`${number}/assign`, assignment)
    t.match(await journal.list({ operation: 'assignTrunk', status: 200 }), [{ id: 1, e164: '+14155551234' }])
    t.strictSame(await journal.list({ since: 1 }), [])
    t.equal(await journal.verify({ operation: 'assignTrunk', count: 1 }), 1)
    const failed = await journal.verify({ operation: 'assignTrunk', count: 2 }).catch(error => error)
    t.match(failed, {
      name: 'ControlError',
      status: 422,
      message: '1 request matches; expected 2',
      body: { matched: 1 },
    })
    const none = await journal.verify({ body: { trunk_id: 'trunk_x' } }).catch(error => error.message)
    t.equal(
      none,
      '0 requests match; expected at least 1; the closest request has body.trunk_id "trunk_abc123", not "trunk_x"',
    )
  }),
)

t.test('clock, state and reset belong to a namespace', t =>
  onEach(t, async (t, { fetch: inMemory, clock: time, state, reset, namespace }) => {
    t.match(await time.advance(1_000), { namespace: 'default', now: '2026-04-09T11:15:01.000Z', mode: 'frozen' })
    t.match(await namespace('other').clock.get(), {
      namespace: 'other',
      now: '2026-04-09T11:15:00.000Z',
      mode: 'frozen',
    })
    t.match(await time.freeze('2026-01-01T00:00:00Z'), { now: '2026-01-01T00:00:00.000Z' })
    t.match(await time.resume(), { mode: 'real' })
    await inMemory(`${number}/assign`, assignment)
    const seed = await state.get()
    t.match(seed.numbers, [{}, { e164: '+14155551234', trunk_id: 'trunk_abc123' }])
    await reset()
    t.match(await time.get(), { now: '2026-04-09T11:15:00.000Z', mode: 'frozen' })
    t.notMatch(JSON.stringify(await state.get()), '"trunk_id":"trunk_abc123"')
    t.strictSame(await state.put(seed), seed)
    await reset('faults', 'clock')
    t.strictSame(await state.get(), seed)
    const stateError = await state.put({ accounts: [{ id: '/' }] }).catch(error => error.message)
    t.equal(stateError, 'Request validation failed; accounts[0].id: "/" must match ^[A-Za-z0-9_-]{1,64}$')
  }),
)

t.test('after close the server does not respond', async t => {
  const sandbox = await createSandbox()
  await sandbox[Symbol.asyncDispose]()
  await sandbox.close()
  const connectionError = { name: 'TypeError', message: 'fetch failed', cause: { code: 'ECONNREFUSED' } }
  await t.rejects(sandbox.fetch('/readyz'), connectionError)
  await t.rejects(fetch(`${sandbox.url}/readyz`), connectionError)
})

t.test('closing a sandbox does not affect other servers of the process', async t => {
  const other = createServer((_request, response) => response.end('other')).listen(0, '127.0.0.1')
  await once(other, 'listening')
  const { close } = await createSandbox()
  await close()
  const { port } = other.address() as AddressInfo
  t.equal(await (await fetch(`http://127.0.0.1:${port}`, { headers: { connection: 'close' } })).text(), 'other')
  other.close()
})
