import { request } from 'node:http'
import type { Test } from 'tap'
import t from 'tap'
import { indianNumber, number, statusAndBody } from '../responses.ts'
import { until } from '../until.ts'
import type { SandboxServer } from './open.ts'
import { withSandbox } from './open.ts'

const assign = { operation: 'assignTrunk', body: { trunk_id: 'trunk_abc123' } }

/** Starts a verification with a timeout. Resolves when the server is waiting for it. */
async function verify(server: SandboxServer, query: string, body: object) {
  const { control, sandbox } = server
  const { watcherCount } = sandbox.journals
  const answered = control('POST', `/verify${query}`, { body: { timeout_ms: 60_000, ...body } })
  await until(() => sandbox.journals.watcherCount > watcherCount)
  return { answered: answered.then(statusAndBody) }
}

t.test('evicting a namespace does not end a verification that waits for it', t =>
  withSandbox(t, { limit: 2 }, async (t, server) => {
    const { inNamespace, sandbox, unexpectedErrors } = server
    await inNamespace('one', 'GET', number)
    const waiting = await verify(server, '?namespace=one', { operation: 'getNumber', count: 2 })
    server.time += 61_000
    t.equal((await inNamespace('two', 'GET', number)).status, 200)
    t.equal(
      (await inNamespace('three', 'GET', number)).status,
      503,
      'the limit is reached, and the namespaces were just used',
    )
    server.time += 61_000
    t.equal((await inNamespace('three', 'GET', number)).status, 200)
    t.strictSame(
      [...sandbox.namespaces.all].map(({ name }) => name),
      ['default', 'three'],
      'a waiting verification creates no namespace',
    )
    server.time += 61_000
    // The namespace is created again, and counting starts again.
    t.equal((await inNamespace('one', 'GET', number)).status, 200)
    t.equal((await inNamespace('one', 'GET', number)).status, 200)
    t.match([await waiting.answered, unexpectedErrors], [[200, { matched: 2 }], []])
  }),
)

t.test('a verification does not create a namespace', t =>
  withSandbox(t, { limit: 2 }, async (t, { control, sandbox }) => {
    t.strictSame(statusAndBody(await control('POST', '/verify?namespace=new', { body: { max: 0 } })), [
      200,
      { matched: 0, last_match: null },
    ])
    t.equal((await control('POST', '/verify?namespace=new', { body: { timeout_ms: 1 } })).status, 422)
    t.equal(sandbox.namespaces.size, 1)
  }),
)

t.test('a waiting verification counts added, dropped and reset entries', t =>
  withSandbox(t, { journal: { namespace: 3, all: 4 } }, async (t, server) => {
    const { call, inNamespace, control } = server
    await call('GET', number)
    await call('GET', number)
    const three = await verify(server, '', { operation: 'getNumber', min: 3 })
    const exactlyThree = await verify(server, '', { operation: 'getNumber', count: 3 })
    const none = await verify(server, '', { operation: 'getNumber', max: 0 })
    const four = await verify(server, '?namespace=*', { operation: 'getNumber', min: 4 })
    // The default namespace keeps two entries, and then one.
    await call('GET', indianNumber.replace(/\/[^/]*$/, ''))
    await call('GET', indianNumber.replace(/\/[^/]*$/, ''))
    await call('GET', number)
    await call('GET', number)
    t.strictSame(
      await Promise.race([three.answered, four.answered, control('GET', '/info').then(() => 'waits')]),
      'waits',
    )
    await call('GET', number)
    t.match(await three.answered, [200, { matched: 3 }])
    await inNamespace('w', 'GET', number)
    t.match(await four.answered, [200, { matched: 4 }])
    await control('POST', '/reset?only=journal')
    t.match(await none.answered, [200, { matched: 0 }])
    // Entries that were dropped before the reset are not counted.
    for (let turn = 0; turn < 3; turn++) await call('GET', number)
    t.match(await exactlyThree.answered, [200, { matched: 3 }])
  }),
)

t.test('entries before a reset are not counted', t =>
  withSandbox(t, {}, async (t, server) => {
    const { call, control } = server
    const body = { trunk_id: 'trunk_abc123' }
    await call('POST', `${number}/assign`, { body })
    const waiting = await verify(server, '', { ...assign, count: 2 })
    await control('POST', '/reset?only=journal')
    await call('POST', `${number}/assign`, { body })
    await call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_unknown' } })
    t.strictSame(await Promise.race([waiting.answered, control('GET', '/info').then(() => 'waits')]), 'waits')
    await call('POST', `${number}/assign`, { body })
    t.match(await waiting.answered, [200, { matched: 2 }])
  }),
)

/** Counts how often `act` compares entries, by the number of reads of their operation. */
async function comparisons(t: Test, server: SandboxServer, act: () => Promise<unknown>): Promise<number> {
  let count = 0
  const { journal } = server.sandbox.namespaces.default
  const entries = journal.entries.list()
  for (const entry of entries) {
    const { operation } = entry
    const get = () => {
      count++
      return operation
    }
    Object.defineProperty(entry, 'operation', { configurable: true, enumerable: true, get })
  }
  await act()
  t.ok(entries.length >= 100)
  return count
}

t.test('waiting verifications do not compare old entries again', t =>
  withSandbox(t, { journal: { namespace: 1_000, all: 1_000 } }, async (t, server) => {
    const { call, port, sandbox } = server
    for (let turn = 0; turn < 100; turn++) await call('GET', number)
    const body = JSON.stringify({ ...assign, timeout_ms: 60_000 })
    const headers = { 'content-type': 'application/json', 'content-length': body.length }
    for (let turn = 0; turn < 300; turn++) {
      const sent = request({ host: '127.0.0.1', port, method: 'POST', path: '/_sandbox/verify', headers, agent: false })
      sent.on('error', () => {}).end(body)
      t.teardown(() => sent.destroy())
    }
    await until(() => sandbox.journals.watcherCount === 300)
    const repeated = await comparisons(t, server, async () => {
      for (let turn = 0; turn < 10; turn++) t.equal((await call('GET', number)).status, 200)
    })
    t.equal(repeated, 0)
  }),
)
