import t from 'tap'
import { configuration, errorResponse, number, statusAndBody } from '../responses.ts'
import { sandboxHeaders, withSandbox } from './open.ts'

const trunk = { trunk_id: 'trunk_abc123' }
const unauthorized = errorResponse(401, 'UNAUTHORIZED', 'Invalid or missing API key')

t.test('a key with the suffix __name uses the namespace of that name', t =>
  withSandbox(t, {}, async (t, { call, inNamespace }) => {
    const assigned = await inNamespace('mine', 'POST', `${number}/assign`, trunk)
    t.strictSame(statusAndBody(assigned), [200, configuration({ trunk_id: 'trunk_abc123' })])
    t.strictSame(sandboxHeaders(assigned), { 'x-sandbox-namespace': 'mine' })
    const otherNamespaces = [await call('GET', number), await inNamespace('other', 'GET', number)]
    t.strictSame(
      otherNamespaces.map(({ body }) => (body as { trunk_id: unknown }).trunk_id),
      [null, null],
    )
    t.strictSame(otherNamespaces.map(sandboxHeaders), [
      { 'x-sandbox-namespace': 'default' },
      { 'x-sandbox-namespace': 'other' },
    ])
    t.equal((await inNamespace('mine', 'GET', number)).text.includes('trunk_abc123'), true)
  }),
)

t.test('with HTTP Basic the password has the suffix of the namespace', t =>
  withSandbox(t, {}, async (t, { call }) => {
    const basic = (pair: string) => ({ headers: { authorization: `Basic ${btoa(pair)}` } })
    const response = await call('GET', number, basic('acc_123abc:tvx_sk_test_sandbox__w'))
    t.strictSame([response.status, sandboxHeaders(response)], [200, { 'x-sandbox-namespace': 'w' }])
    t.strictSame(statusAndBody(await call('GET', number, basic('acc_456def:tvx_sk_test_sandbox__w'))), unauthorized)
  }),
)

t.test('an invalid name, an unknown key and a missing key are 401 and create no namespace', t =>
  withSandbox(t, {}, async (t, { call, sandbox }) => {
    const keys = [
      'tvx_sk_test_sandbox__',
      'tvx_sk_test_sandbox__A',
      `tvx_sk_test_sandbox__${'a'.repeat(33)}`,
      'no__w',
      '',
    ]
    for (const key of keys) {
      const response = await call('GET', number, { headers: { authorization: key && `Bearer ${key}` } })
      t.strictSame(statusAndBody(response), unauthorized, key)
      t.equal(response.headers['x-sandbox-namespace'], 'default')
    }
    t.equal(sandbox.namespaces.size, 1)
  }),
)

t.test('200 namespaces are isolated from each other', t =>
  withSandbox(t, { limit: 300 }, async (t, { inNamespace }) => {
    const names = Array.from({ length: 200 }, (_, at) => `n${at}`)
    const isOdd = (at: number) => at % 2 === 1
    await Promise.all(names.map((name, at) => isOdd(at) && inNamespace(name, 'POST', `${number}/assign`, trunk)))
    const responses = await Promise.all(names.map(name => inNamespace(name, 'GET', number)))
    t.strictSame(
      responses.map(({ body }) => (body as { trunk_id: unknown }).trunk_id),
      names.map((_, at) => (isOdd(at) ? 'trunk_abc123' : null)),
    )
  }),
)

t.test('above the limit the least recently used namespace is evicted, unless it was used in the last minute', t =>
  withSandbox(t, { limit: 3 }, async (t, server) => {
    const { inNamespace, sandbox } = server
    await inNamespace('first', 'POST', `${number}/assign`, trunk)
    server.time += 1_000
    await inNamespace('second', 'GET', number)
    const full = await inNamespace('third', 'GET', number)
    t.strictSame(statusAndBody(full), errorResponse(503, 'SERVICE_UNAVAILABLE', 'Service unavailable'))
    t.match(full.headers['x-sandbox-hint'], /raise it with --namespaces/)
    server.time += 59_000
    t.equal((await inNamespace('third', 'GET', number)).status, 200)
    t.strictSame(
      [...sandbox.namespaces.all].map(({ name }) => name),
      ['default', 'second', 'third'],
    )
  }),
)

t.test('a limit of one allows only the default namespace', t =>
  withSandbox(t, { limit: 1 }, async (t, { call, inNamespace }) => {
    t.equal((await inNamespace('w', 'GET', number)).status, 503)
    t.equal((await call('GET', number)).status, 200)
  }),
)

t.test('reading from a namespace does not create it', t =>
  withSandbox(t, { limit: 2 }, async (t, { control, sandbox }) => {
    for (const path of ['/clock', '/faults', '/requests', '/state']) {
      t.equal((await control('GET', `${path}?namespace=new`)).status, 200, path)
    }
    t.equal(sandbox.namespaces.size, 1)
  }),
)

t.test('a percent-encoded path is recognized', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const response = await call('GET', number.replace('v1', '%761').replace('numbers', '%6eumbers'))
    t.strictSame([response.status, response.headers['x-sandbox-namespace']], [200, 'default'])
    t.match((await control('GET', '/requests')).body, { requests: [{ operation: 'getNumber', e164: '+14155551234' }] })
  }),
)
