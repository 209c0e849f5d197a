import t from 'tap'
import { configuration, number, outcome, refused } from '../responses.ts'
import { marks, withSandbox } from './open.ts'

const trunk = { trunk_id: 'trunk_abc123' }
const unauthorized = refused(401, 'UNAUTHORIZED', 'Invalid or missing API key')

t.test('a key with a name behind it is the key in a namespace of its own', t =>
  withSandbox(t, {}, async (t, { call, inNamespace }) => {
    const assigned = await inNamespace('mine', 'POST', `${number}/assign`, trunk)
    t.strictSame(outcome(assigned), [200, configuration({ trunk_id: 'trunk_abc123' })])
    t.strictSame(marks(assigned), { 'x-sandbox-namespace': 'mine' })
    const elsewhere = [await call('GET', number), await inNamespace('other', 'GET', number)]
    t.strictSame(
      elsewhere.map(({ body }) => (body as { trunk_id: unknown }).trunk_id),
      [null, null],
    )
    t.strictSame(elsewhere.map(marks), [{ 'x-sandbox-namespace': 'default' }, { 'x-sandbox-namespace': 'other' }])
    t.equal((await inNamespace('mine', 'GET', number)).text.includes('trunk_abc123'), true)
  }),
)

t.test('Basic names a namespace by its password', t =>
  withSandbox(t, {}, async (t, { call }) => {
    const basic = (pair: string) => ({ headers: { authorization: `Basic ${btoa(pair)}` } })
    const answer = await call('GET', number, basic('acc_123abc:tvx_sk_test_sandbox__w'))
    t.strictSame([answer.status, marks(answer)], [200, { 'x-sandbox-namespace': 'w' }])
    t.strictSame(outcome(await call('GET', number, basic('acc_456def:tvx_sk_test_sandbox__w'))), unauthorized)
  }),
)

t.test('a malformed name, an unknown key and no key are 401, and make no namespace', t =>
  withSandbox(t, {}, async (t, { call, sandbox }) => {
    const keys = [
      'tvx_sk_test_sandbox__',
      'tvx_sk_test_sandbox__A',
      `tvx_sk_test_sandbox__${'a'.repeat(33)}`,
      'no__w',
      '',
    ]
    for (const key of keys) {
      const answer = await call('GET', number, { headers: { authorization: key && `Bearer ${key}` } })
      t.strictSame(outcome(answer), unauthorized, key)
      t.equal(answer.headers['x-sandbox-namespace'], 'default')
    }
    t.equal(sandbox.namespaces.size, 1)
  }),
)

t.test('two hundred namespaces side by side never see one another', t =>
  withSandbox(t, { limit: 300 }, async (t, { inNamespace }) => {
    const names = Array.from({ length: 200 }, (_, at) => `w${at}`)
    const odd = (at: number) => at % 2 === 1
    await Promise.all(names.map((name, at) => odd(at) && inNamespace(name, 'POST', `${number}/assign`, trunk)))
    const seen = await Promise.all(names.map(name => inNamespace(name, 'GET', number)))
    t.strictSame(
      seen.map(({ body }) => (body as { trunk_id: unknown }).trunk_id),
      names.map((_, at) => (odd(at) ? 'trunk_abc123' : null)),
    )
  }),
)

t.test('one namespace too many takes the place of the longest unused, but never of one used in the last minute', t =>
  withSandbox(t, { limit: 3 }, async (t, server) => {
    const { inNamespace, sandbox } = server
    await inNamespace('first', 'POST', `${number}/assign`, trunk)
    server.time += 1_000
    await inNamespace('second', 'GET', number)
    const full = await inNamespace('third', 'GET', number)
    t.strictSame(outcome(full), refused(503, 'SERVICE_UNAVAILABLE', 'Service unavailable'))
    t.match(full.headers['x-sandbox-hint'], /raise it with --namespaces/)
    server.time += 59_000
    t.equal((await inNamespace('third', 'GET', number)).status, 200)
    t.strictSame(
      [...sandbox.namespaces.all].map(({ name }) => name),
      ['default', 'second', 'third'],
    )
  }),
)

t.test('a limit of one leaves room for the default namespace alone', t =>
  withSandbox(t, { limit: 1 }, async (t, { call, inNamespace }) => {
    t.equal((await inNamespace('w', 'GET', number)).status, 503)
    t.equal((await call('GET', number)).status, 200)
  }),
)

t.test('to look at a namespace makes none', t =>
  withSandbox(t, { limit: 2 }, async (t, { control, sandbox }) => {
    for (const path of ['/clock', '/faults', '/requests', '/state']) {
      t.equal((await control('GET', `${path}?namespace=new`)).status, 200, path)
    }
    t.equal(sandbox.namespaces.size, 1)
  }),
)

t.test('a path whose letters are escaped is the same path', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const answer = await call('GET', number.replace('v1', '%761').replace('numbers', '%6eumbers'))
    t.strictSame([answer.status, answer.headers['x-sandbox-namespace']], [200, 'default'])
    t.match((await control('GET', '/requests')).body, { requests: [{ operation: 'getNumber', e164: '+14155551234' }] })
  }),
)
