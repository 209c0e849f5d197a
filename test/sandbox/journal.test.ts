import t from 'tap'
import { configuration, indianNumber, invalid, number } from '../responses.ts'
import type { TestResponse } from '../server.ts'
import { key, numbers } from '../server.ts'
import { until } from '../until.ts'
import { withSandbox } from './open.ts'

interface JournalBody {
  readonly requests: readonly Record<string, unknown>[]
  readonly dropped: number
}
const toJournal = ({ body }: TestResponse) => body as JournalBody
const paths = (response: TestResponse) => toJournal(response).requests.map(({ path }) => path)

t.test('an entry has the request, the response and the change, with an id derived from the key', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const headers = { 'x-request-id': 'one' }
    await call('POST', `${number}/assign`, { headers, body: { trunk_id: 'trunk_abc123', more: 1 } })
    const { requests, dropped } = toJournal(await control('GET', '/requests'))
    const entry = {
      id: 1,
      namespace: 'default',
      at: '2026-04-09T11:15:00.000Z',
      request_id: 'one',
      operation: 'assignTrunk',
      e164: '+14155551234',
      method: 'POST',
      path: `${number}/assign`,
      key: 'key_332c41f4',
      request_body: { trunk_id: 'trunk_abc123', more: 1 },
      outcome: 'answered',
      status: 200,
      response_body: configuration({ trunk_id: 'trunk_abc123' }),
      error: null,
      changed: {
        before: { trunk_id: null, application_id: null, updated_at: '2026-04-01T14:30:00Z' },
        after: { trunk_id: 'trunk_abc123', application_id: null, updated_at: '2026-04-09T11:15:00Z' },
      },
      fault: null,
      hint: 'unknown field more was ignored',
    }
    const [{ duration_ms, ...rest } = {}] = requests
    t.strictSame([rest, requests.length, dropped, typeof duration_ms], [entry, 1, 0, 'number'])
  }),
)

t.test('requests without a route are recorded too, and keys in them are redacted', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    for (const path of ['//v1/x', '/v1/%zz', `${numbers}/%zz`, `/v1/account/${key}/numbers?api_key=${key}`, '/v1'])
      await call('GET', path)
    await call('GET', '/healthz')
    await call('POST', `${number}/assign`, { headers: { 'content-type': 'text/plain' }, body: 'a=b' })
    const response = await control('GET', '/requests')
    t.strictSame(paths(response), [
      '//v1/x',
      '/v1/%zz',
      `${numbers}/%zz`,
      '/v1/account/***/numbers?api_key=***',
      '/v1',
      `${number}/assign`,
    ])
    t.strictSame(
      toJournal(response).requests.map(({ status }) => status),
      [404, 400, 400, 403, 404, 400],
    )
    t.equal(toJournal(response).requests.at(-1)?.['request_body'], 'a=b')
    t.notMatch(response.text, key)
  }),
)

t.test('entries can be filtered by operation, status, number and id, and are sorted by id', t =>
  withSandbox(t, {}, async (t, { call, inNamespace, control }) => {
    for (const path of [number, indianNumber, `${number}0000000`, numbers]) await call('GET', path)
    await inNamespace('w', 'GET', indianNumber)
    const ids = async (query: string) =>
      toJournal(await control('GET', `/requests${query}`)).requests.map(({ id }) => id)
    t.strictSame(await ids('?operation=getNumber'), [1, 2, 3])
    t.strictSame(await ids('?status=400'), [3])
    t.strictSame(await ids('?e164=%2B919876543210'), [2])
    t.strictSame(await ids('?since=2'), [3, 4])
    t.strictSame(await ids('?limit=1'), [4])
    t.strictSame(await ids('?namespace=w'), [1])
    t.strictSame((await ids('?namespace=*')).length, 5)
    t.strictSame(await ids('?namespace=new'), [])
    const invalidQuery = await control('GET', '/requests?namespace=A&limit=0')
    const namespace = { field: 'namespace', reason: 'must match ^\\*$|^[a-z0-9-]{1,32}$' }
    const limit = { field: 'limit', reason: 'must be an integer from 1 to 10000' }
    t.strictSame([invalidQuery.status, invalidQuery.body], invalid(namespace, limit))
  }),
)

t.test('the journal has a limit per namespace and in total, and counts dropped entries', t =>
  withSandbox(t, { journal: { namespace: 2, all: 3 } }, async (t, { call, inNamespace, control }) => {
    for (const path of [number, indianNumber, numbers]) await call('GET', path)
    t.strictSame(toJournal(await control('GET', '/requests')).dropped, 1)
    for (const path of [number, indianNumber]) await inNamespace('w', 'GET', path)
    t.strictSame(paths(await control('GET', '/requests')), [numbers])
    t.strictSame(paths(await control('GET', '/requests?namespace=w')), [number, indianNumber])
    await control('POST', '/reset?only=journal')
    t.strictSame(toJournal(await control('GET', '/requests')), { requests: [], dropped: 0 })
  }),
)

t.test('concurrent requests in many namespaces do not exceed the limits, and all entries are counted', t =>
  withSandbox(t, { journal: { namespace: 20, all: 50 } }, async (t, { inNamespace, control }) => {
    const namespaces = ['a', 'b', 'c', 'd']
    const turns = Array.from({ length: 40 }, (_, turn) => `${number}?turn=${turn}`)
    await Promise.all(
      namespaces.map(async namespace => Promise.all(turns.map(path => inNamespace(namespace, 'GET', path)))),
    )
    const journals = await Promise.all(
      namespaces.map(async namespace => toJournal(await control('GET', `/requests?namespace=${namespace}`))),
    )
    const counts = journals.map(({ requests }) => requests.length)
    t.equal(
      counts.reduce((sum, each) => sum + each, 0),
      50,
    )
    t.ok(counts.every(each => each <= 20))
    t.strictSame(
      journals.map(({ requests, dropped }) => requests.length + dropped),
      namespaces.map(() => turns.length),
    )
  }),
)

t.test('a request that arrived before the journal was cleared is not recorded', t =>
  withSandbox(t, {}, async (t, { call, control, sandbox, endDelays }) => {
    const delayed = call('GET', number, { headers: { prefer: 'delay=600000' } })
    await until(() => sandbox.pendingWork.pendingDelays === 1)
    await control('POST', '/reset?only=journal')
    endDelays()
    t.equal((await delayed).status, 200)
    t.strictSame(toJournal(await control('GET', '/requests')), { requests: [], dropped: 0 })
  }),
)

t.test('long paths, bodies, responses and hints are truncated', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const long = 'x'.repeat(10_000)
    const body = JSON.stringify({ trunk_id: 'trunk_abc123', [long]: long })
    await call('GET', `/v1/${long}`)
    await call('GET', `${number}?${long}`)
    await call('GET', `${numbers}/${long}`)
    await call('POST', `${number}/assign`, { body })
    await control('POST', '/faults', { body: { effect: { status: 500, body: { long } }, times: 1 } })
    await call('GET', number)
    const { requests } = toJournal(await control('GET', '/requests'))
    const truncated = (text: string) => `${text.slice(0, 2_048)}…`
    t.strictSame(
      requests.map(({ path, e164, request_body, response_body }) => [path, e164, request_body, response_body]),
      [
        [truncated(`/v1/${long}`), null, null, requests[0]?.['response_body']],
        [truncated(`${number}?${long}`), '+14155551234', null, requests[1]?.['response_body']],
        [truncated(`${numbers}/${long}`), truncated(long), null, requests[2]?.['response_body']],
        [`${number}/assign`, '+14155551234', truncated(body), configuration({ trunk_id: 'trunk_abc123' })],
        [number, '+14155551234', null, truncated(JSON.stringify({ long }))],
      ],
    )
    t.equal(requests[3]?.['hint'], `unknown field ${long}`.slice(0, 300))
  }),
)

t.test('truncation does not split a surrogate pair', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const body = `{"name":"${'x'.repeat(2_048 - 10)}\u{1f600}","auth_type":"ip"}`
    await call('POST', '/v1/account/acc_123abc/trunks', { body })
    await call('POST', '/v1/account/acc_123abc/trunks', { body: body.replace('x', '') })
    const { requests } = toJournal(await control('GET', '/requests'))
    t.strictSame(
      requests.map(entry => entry['request_body']),
      [`${body.slice(0, 2_047)}…`, `${body.replace('x', '').slice(0, 2_048)}…`],
    )
  }),
)

t.test('keys and secrets in a long path are redacted, also across the truncation', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    for (const length of [0, 2_000, 2_030, 2_047, 3_000]) {
      const padding = 'x'.repeat(length)
      await call('GET', `/v1/${padding}/${key}/${padding}`)
      await call('GET', `/v1/${padding}?webhook_secret=mysecret-${padding}`)
    }
    const { text } = await control('GET', '/requests')
    t.notMatch(text, /tvx_sk|mysecret/)
  }),
)
