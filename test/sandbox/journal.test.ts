import t from 'tap'
import { configuration, indian, invalid, number } from '../responses.ts'
import type { Answer } from '../server.ts'
import { key, numbers } from '../server.ts'
import { until } from '../until.ts'
import { withSandbox } from './open.ts'

interface Shown {
  readonly requests: readonly Record<string, unknown>[]
  readonly dropped: number
}
const shown = ({ body }: Answer) => body as Shown
const paths = (answer: Answer) => shown(answer).requests.map(({ path }) => path)

t.test('a request is kept with its answer and with what it changed, its key replaced by a name', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const headers = { 'x-request-id': 'one' }
    await call('POST', `${number}/assign`, { headers, body: { trunk_id: 'trunk_abc123', more: 1 } })
    const { requests, dropped } = shown(await control('GET', '/requests'))
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

t.test('what no route and no router takes is kept too, and no key in it', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    for (const path of ['//v1/x', '/v1/%zz', `${numbers}/%zz`, `/v1/account/${key}/numbers?api_key=${key}`, '/v1'])
      await call('GET', path)
    await call('GET', '/healthz')
    await call('POST', `${number}/assign`, { headers: { 'content-type': 'text/plain' }, body: 'a=b' })
    const answer = await control('GET', '/requests')
    t.strictSame(paths(answer), [
      '//v1/x',
      '/v1/%zz',
      `${numbers}/%zz`,
      '/v1/account/***/numbers?api_key=***',
      '/v1',
      `${number}/assign`,
    ])
    t.strictSame(
      shown(answer).requests.map(({ status }) => status),
      [404, 400, 400, 403, 404, 400],
    )
    t.equal(shown(answer).requests.at(-1)?.['request_body'], 'a=b')
    t.notMatch(answer.text, key)
  }),
)

t.test('it is filtered by operation, status, number and id, and the newest stand last', t =>
  withSandbox(t, {}, async (t, { call, inNamespace, control }) => {
    for (const path of [number, indian, `${number}0000000`, numbers]) await call('GET', path)
    await inNamespace('w', 'GET', indian)
    const ids = async (query: string) => shown(await control('GET', `/requests${query}`)).requests.map(({ id }) => id)
    t.strictSame(await ids('?operation=getNumber'), [1, 2, 3])
    t.strictSame(await ids('?status=400'), [3])
    t.strictSame(await ids('?e164=%2B919876543210'), [2])
    t.strictSame(await ids('?since=2'), [3, 4])
    t.strictSame(await ids('?limit=1'), [4])
    t.strictSame(await ids('?namespace=w'), [1])
    t.strictSame((await ids('?namespace=*')).length, 5)
    t.strictSame(await ids('?namespace=new'), [])
    const wrong = await control('GET', '/requests?namespace=A&limit=0')
    const namespace = { field: 'namespace', reason: 'must match ^\\*$|^[a-z0-9-]{1,32}$' }
    const limit = { field: 'limit', reason: 'must be an integer from 1 to 10000' }
    t.strictSame([wrong.status, wrong.body], invalid(namespace, limit))
  }),
)

t.test('it keeps so many of a namespace and so many of all, and counts what it dropped', t =>
  withSandbox(t, { journal: { namespace: 2, all: 3 } }, async (t, { call, inNamespace, control }) => {
    for (const path of [number, indian, numbers]) await call('GET', path)
    t.strictSame(shown(await control('GET', '/requests')).dropped, 1)
    for (const path of [number, indian]) await inNamespace('w', 'GET', path)
    t.strictSame(paths(await control('GET', '/requests')), [numbers])
    t.strictSame(paths(await control('GET', '/requests?namespace=w')), [number, indian])
    await control('POST', '/reset?only=journal')
    t.strictSame(shown(await control('GET', '/requests')), { requests: [], dropped: 0 })
  }),
)

t.test('it stays within its limits while many namespaces are called at once, and nothing is lost from the count', t =>
  withSandbox(t, { journal: { namespace: 20, all: 50 } }, async (t, { inNamespace, control }) => {
    const namespaces = ['a', 'b', 'c', 'd']
    const turns = Array.from({ length: 40 }, (_, turn) => `${number}?turn=${turn}`)
    await Promise.all(
      namespaces.map(async namespace => Promise.all(turns.map(path => inNamespace(namespace, 'GET', path)))),
    )
    const journals = await Promise.all(
      namespaces.map(async namespace => shown(await control('GET', `/requests?namespace=${namespace}`))),
    )
    const kept = journals.map(({ requests }) => requests.length)
    t.equal(
      kept.reduce((sum, each) => sum + each, 0),
      50,
    )
    t.ok(kept.every(each => each <= 20))
    t.strictSame(
      journals.map(({ requests, dropped }) => requests.length + dropped),
      namespaces.map(() => turns.length),
    )
  }),
)

t.test('what arrived before its journal was cleared is not in it', t =>
  withSandbox(t, {}, async (t, { call, control, sandbox, endDelays }) => {
    const late = call('GET', number, { headers: { prefer: 'delay=600000' } })
    await until(() => sandbox.pendingWork.pendingDelays === 1)
    await control('POST', '/reset?only=journal')
    endDelays()
    t.equal((await late).status, 200)
    t.strictSame(shown(await control('GET', '/requests')), { requests: [], dropped: 0 })
  }),
)

t.test('of a long path, body, answer and hint the beginning is kept, with … where it went on', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const long = 'x'.repeat(10_000)
    const body = JSON.stringify({ trunk_id: 'trunk_abc123', [long]: long })
    await call('GET', `/v1/${long}`)
    await call('GET', `${number}?${long}`)
    await call('GET', `${numbers}/${long}`)
    await call('POST', `${number}/assign`, { body })
    await control('POST', '/faults', { body: { effect: { status: 500, body: { long } }, times: 1 } })
    await call('GET', number)
    const { requests } = shown(await control('GET', '/requests'))
    const start = (text: string) => `${text.slice(0, 2_048)}…`
    t.strictSame(
      requests.map(({ path, e164, request_body, response_body }) => [path, e164, request_body, response_body]),
      [
        [start(`/v1/${long}`), null, null, requests[0]?.['response_body']],
        [start(`${number}?${long}`), '+14155551234', null, requests[1]?.['response_body']],
        [start(`${numbers}/${long}`), start(long), null, requests[2]?.['response_body']],
        [`${number}/assign`, '+14155551234', start(body), configuration({ trunk_id: 'trunk_abc123' })],
        [number, '+14155551234', null, start(JSON.stringify({ long }))],
      ],
    )
    t.equal(requests[3]?.['hint'], `unknown field ${long}`.slice(0, 300))
  }),
)

t.test('no surrogate pair is cut in two', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const body = `{"name":"${'x'.repeat(2_048 - 10)}\u{1f600}","auth_type":"ip"}`
    await call('POST', '/v1/account/acc_123abc/trunks', { body })
    await call('POST', '/v1/account/acc_123abc/trunks', { body: body.replace('x', '') })
    const { requests } = shown(await control('GET', '/requests'))
    t.strictSame(
      requests.map(entry => entry['request_body']),
      [`${body.slice(0, 2_047)}…`, `${body.replace('x', '').slice(0, 2_048)}…`],
    )
  }),
)

t.test('a key or a secret in a long path is not kept, nor one across its cut', t =>
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
