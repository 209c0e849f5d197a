import t from 'tap'
import { configuration, errorResponse, invalid, number, statusAndBody } from '../responses.ts'
import { key, numbers } from '../server.ts'
import { read } from '../tree.ts'
import { until } from '../until.ts'
import { withSandbox } from './open.ts'

const trunk = { body: { trunk_id: 'trunk_abc123' } }
const allParts = ['state', 'faults', 'journal', 'deliveries', 'clock']

t.test('a reset restores a namespace, completely or in the named parts', t =>
  withSandbox(t, {}, async (t, { call, inNamespace, control }) => {
    const before = await control('GET', '/state')
    await call('POST', `${number}/assign`, trunk)
    await inNamespace('w', 'POST', `${number}/assign`, trunk.body)
    await control('POST', '/faults', { body: { operation: 'listNumbers', effect: { status: 500 } } })
    await control('PUT', '/clock', { body: { now: '2027-01-01T00:00:00Z' } })
    t.strictSame(statusAndBody(await control('POST', '/reset?only=clock,state')), [
      200,
      { reset: ['state', 'clock'], namespaces: ['default'] },
    ])
    t.strictSame((await control('GET', '/state')).text, before.text)
    t.equal((await call('GET', numbers)).status, 500)
    t.match((await inNamespace('w', 'GET', number)).body, { trunk_id: 'trunk_abc123' })
    t.strictSame(statusAndBody(await control('POST', '/reset?namespace=*')), [
      200,
      { reset: allParts, namespaces: ['default', 'w'] },
    ])
    t.match((await inNamespace('w', 'GET', number)).body, { trunk_id: null })
    t.equal((await call('GET', numbers)).status, 200)
    t.strictSame(
      statusAndBody(await control('POST', '/reset?only=states')),
      invalid({
        field: 'only',
        reason: 'must be a comma-separated list of state, faults, journal, deliveries, clock',
      }),
    )
  }),
)

t.test('the state is a seed that restores it, and a new state replaces it completely', t =>
  withSandbox(t, {}, async (t, { call, inNamespace, control }) => {
    await call('POST', `${number}/assign`, trunk)
    const { body } = await control('GET', '/state')
    const put = await control('PUT', '/state?namespace=w', { body })
    t.strictSame(statusAndBody(put), [200, body])
    t.match((await inNamespace('w', 'GET', number)).body, { trunk_id: 'trunk_abc123' })
    const newState = {
      accounts: [{ id: 'acc_mine' }],
      keys: [{ key: 'mine', account_id: 'acc_mine' }],
      applications: [{ id: 'app_mine', account_id: 'acc_mine' }],
      numbers: [{ e164: '+14155551234', account_id: 'acc_mine' }],
    }
    t.equal((await control('PUT', '/state', { body: newState })).status, 200)
    t.equal((await call('GET', number)).status, 401)
    const path = '/v1/account/acc_mine/numbers/+14155551234/application'
    const headers = { authorization: 'Bearer mine' }
    t.match((await call('POST', path, { headers, body: { application_id: 'app_mine' } })).body, { trunk_id: null })
    t.match((await call('GET', '/v1/account/acc_mine/numbers', { headers })).body, { pagination: { total: 1 } })
    await control('POST', '/reset')
    t.equal((await call('GET', number)).status, 200)
    t.match((await call('GET', numbers)).body, { pagination: { total: 2 } })
  }),
)

t.test('an invalid record is a 400 with its place, and nothing is changed', t =>
  withSandbox(t, {}, async (t, { control }) => {
    const before = (await control('GET', '/state')).text
    const numbers = [{ e164: '+14155551234', account_id: 'acc_1', trunk_id: 'trunk_1' }]
    for (const [body, field, reason] of [
      [{ accounts: [{ id: 'acc_1' }], numbers }, 'numbers[0].trunk_id', '"trunk_1" does not exist'],
      [{ nubmers: [] }, 'nubmers', 'is not a field of a seed; did you mean "numbers"?'],
      [[], 'body', 'must be a JSON object'],
      ['{', 'body', 'is not valid JSON'],
      [
        { keys: [{ key: 'tvx_sk_live_mine', account_id: 'a' }], accounts: [{ id: 'a' }] },
        'keys[0].key',
        'is a live key, which the sandbox does not accept; use a test key such as tvx_sk_test_mine',
      ],
    ] as const) {
      t.strictSame(statusAndBody(await control('PUT', '/state', { body })), invalid({ field, reason }))
    }
    t.equal((await control('GET', '/state')).text, before)
  }),
)

t.test('a body that is not a JSON object is a 400 with the reason', t =>
  withSandbox(t, {}, async (t, { control }) => {
    const text = { 'content-type': 'text/plain' }
    for (const [call, reason] of [
      [{}, 'must be a JSON object'],
      [{ body: '' }, 'must be a JSON object'],
      [{ body: '[' }, 'is not valid JSON'],
      [{ body: `{"accounts":${'['.repeat(64)}` }, 'must not nest deeper than 64 levels'],
      [{ body: '{}', headers: text }, 'must be sent with Content-Type: application/json'],
    ] as const)
      t.strictSame(statusAndBody(await control('PUT', '/state', call)), invalid({ field: 'body', reason }))
  }),
)

t.test('applications keep their secrets when a state without secrets replaces them', t =>
  withSandbox(t, {}, async (t, { call, control, store }) => {
    const account_id = 'acc_123abc'
    await call('PATCH', '/v1/voice/applications/app_xyz789', { body: { webhook_secret: 'mine' } })
    const others = Array.from({ length: 2_000 }, (_, at) => ({ id: `app_${at}`, account_id }))
    const applications = [...others, { id: 'app_xyz789', account_id }]
    const put = await control('PUT', '/state', { body: { accounts: [{ id: account_id }], applications } })
    t.equal(put.status, 200)
    t.notMatch(put.text, 'mine')
    t.match(await store.findDestination({ kind: 'application', id: 'app_xyz789' }), { webhookSecret: 'mine' })
  }),
)

t.test('a request that arrived before a reset changes nothing afterwards', t =>
  withSandbox(t, {}, async (t, { call, control, sandbox, endDelays }) => {
    await control('POST', '/faults', { body: { effect: { delay_ms: 600_000 }, times: 1 } })
    const delayed = call('POST', `${number}/assign`, trunk)
    await until(() => sandbox.pendingWork.pendingDelays === 1)
    await control('POST', '/reset?only=state')
    endDelays()
    const response = await delayed
    t.strictSame(statusAndBody(response), errorResponse(503, 'SERVICE_UNAVAILABLE', 'Service unavailable'))
    t.equal(
      response.headers['x-sandbox-hint'],
      'the namespace was reset after this request arrived; send the request again',
    )
    t.match((await call('GET', number)).body, { trunk_id: null })
    t.strictSame(statusAndBody(await call('POST', `${number}/assign`, trunk)), [
      200,
      configuration({ trunk_id: 'trunk_abc123' }),
    ])
  }),
)

t.test('the control API has its own OpenAPI document', t =>
  withSandbox(t, {}, async (t, { control }) => {
    const { status, body, headers } = await control('GET', '/openapi.json')
    t.strictSame([status, headers['content-type']], [200, 'application/json; charset=utf-8'])
    t.strictSame(body, JSON.parse(read('openapi/control-api.json')))
  }),
)

t.test('/info has the version and the options, but no key', t =>
  withSandbox(t, { controls: { info: { version: '1.2.3', database: 'memory' } } }, async (t, { control }) => {
    const { status, body, text } = await control('GET', '/info')
    const { uptime_ms, ...rest } = body as { uptime_ms: number }
    t.strictSame([status, rest, uptime_ms >= 0], [200, { version: '1.2.3', database: 'memory', namespaces: 1 }, true])
    t.notMatch(text, key)
  }),
)

t.test('a state with invalid encoding is rejected', t =>
  withSandbox(t, {}, async (t, { control }) => {
    const before = await control('GET', '/state')
    const trunks = [{ id: 'trunk_1', account_id: 'acc_1', name: 'caf\u00e9' }]
    const text = JSON.stringify({ accounts: [{ id: 'acc_1' }], trunks })
    for (const [body, reason] of [
      [Buffer.from(text, 'latin1'), 'is not valid UTF-8'],
      [text.replace('\u00e9', '\\ud83d'), 'must not contain a lone surrogate'],
    ]) {
      t.strictSame(
        statusAndBody(await control('PUT', '/state', { body })),
        invalid({ field: 'body', reason: String(reason) }),
      )
    }
    t.strictSame((await control('GET', '/state')).text, before.text)
    const withByteOrderMark = await control('PUT', '/state', { body: Buffer.from(`\ufeff${text}`) })
    t.match(withByteOrderMark.body, { trunks: [{ name: 'caf\u00e9' }] })
  }),
)
