import t from 'tap'
import { configuration, errorResponse, invalid, number, statusAndBody } from '../responses.ts'
import { sandboxHeaders, withSandbox } from './open.ts'

const trunk = { body: { trunk_id: 'trunk_abc123' } }
const unavailable = errorResponse(503, 'SERVICE_UNAVAILABLE', 'Service unavailable')

t.test('a status fault replaces the response before the key is checked, and changes nothing', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const set = await control('POST', '/faults', {
      body: { operation: 'assignTrunk', effect: { status: 503 }, seed: 1 },
    })
    const fault = { id: 'fault_1', operation: 'assignTrunk', effect: { status: 503 }, seed: 1 }
    const faults = [{ namespace: 'default', ...fault, applied: 0 }]
    t.strictSame(statusAndBody(set), [200, { faults, warnings: [] }])
    const response = await call('POST', `${number}/assign`, trunk)
    t.strictSame(statusAndBody(response), unavailable)
    t.strictSame(sandboxHeaders(response), {
      'x-sandbox-namespace': 'default',
      'x-sandbox-fault': 'fault_1',
      'retry-after': '1',
    })
    const without = await call('POST', `${number}/assign`, { ...trunk, headers: { authorization: '' } })
    t.strictSame(statusAndBody(without), unavailable)
    t.match((await call('GET', number)).body, { trunk_id: null })
    t.strictSame(statusAndBody(await control('GET', '/faults')), [
      200,
      { faults: [{ namespace: 'default', ...fault, applied: 2 }] },
    ])
  }),
)

t.test('the body of a status fault has the code of the vendor, the reason phrase of HTTP, or is the given one', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const results: unknown[] = []
    for (const effect of [
      { status: 404 },
      { status: 429 },
      { status: 504 },
      { status: 499 },
      { status: 500, body: [1] },
    ]) {
      await control('POST', '/faults', { body: { effect, times: 1 } })
      const { status, text } = await call('GET', number)
      results.push([status, text])
    }
    const body = (code: string, message: string) => JSON.stringify({ error: { code, message } })
    t.strictSame(results, [
      [404, body('NOT_FOUND', 'Number not found in your account')],
      [429, body('RATE_LIMITED', 'Too many requests')],
      [504, body('GATEWAY_TIMEOUT', 'Gateway timeout')],
      [499, body('STATUS_499', 'Status 499')],
      [500, '[1]'],
    ])
  }),
)

t.test('a status fault can set headers, and a string body is sent unchanged', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const html = '<h1>502 Bad Gateway</h1>'
    const effects = [
      { status: 503, headers: { 'Retry-After': '30', 'X-Request-ID': 'from-proxy' } },
      { status: 502, body: html, headers: { 'Content-Type': 'text/html' } },
      { status: 502, body: html },
      { status: 502, body: { a: 1 }, headers: { 'content-type': 'application/problem+json' } },
    ]
    const results: unknown[] = []
    for (const effect of effects) {
      const set = await control('POST', '/faults', { body: { effect, times: 1 } })
      t.match(set.body, { faults: [{ effect }] })
      const { status, text, headers } = await call('GET', number)
      results.push([status, text, headers['content-type'], headers['retry-after']])
      if (effect === effects[0]) t.equal(headers['x-request-id'], 'from-proxy')
    }
    t.strictSame(results, [
      [503, JSON.stringify(unavailable[1]), 'application/json; charset=utf-8', '30'],
      [502, html, 'text/html', undefined],
      [502, html, 'text/plain; charset=utf-8', undefined],
      [502, '{"a":1}', 'application/problem+json', undefined],
    ])
    const [last] = Object((await control('GET', '/requests?limit=2')).body).requests
    t.equal(last.response_body, html)
  }),
)

t.test('headers that are invalid, or that the server sets, are an error', t =>
  withSandbox(t, {}, async (t, { control }) => {
    const set = async (effect: object) => statusAndBody(await control('POST', '/faults', { body: { effect } }))
    const withHeader = (name: string, value: string) => set({ status: 500, headers: { [name]: value } })
    const error = (name: string, reason: string) => invalid({ field: `effect.headers.${name}`, reason })
    for (const name of ['Content-Length', 'transfer-encoding', 'Connection', 'Keep-Alive', 'X-Sandbox-Fault'])
      t.strictSame(await withHeader(name, '1'), error(name, 'is set by the server'))
    for (const name of ['', 'a b', 'a:', 'é'])
      t.strictSame(await withHeader(name, '1'), error(name, 'is not a header name'))
    for (const value of ['a\r\nb: c', '\u0000', '€'])
      t.strictSame(await withHeader('a', value), error('a', 'must be one line of Latin-1 text'))
    const onlyWithStatus = (name: string) => invalid({ field: `effect.${name}`, reason: 'is only allowed with status' })
    t.strictSame(await set({ delay_ms: 1, headers: {} }), onlyWithStatus('headers'))
    t.strictSame(await set({ connection: 'reset', body: 1 }), onlyWithStatus('body'))
    t.strictSame((await control('GET', '/faults')).body, { faults: [] })
  }),
)

t.test('setting a fault that can never apply returns a warning', t =>
  withSandbox(t, {}, async (t, { control }) => {
    const warningsOf = async (fault: object, query = '') =>
      Object((await control('POST', `/faults${query}`, { body: { effect: { status: 500 }, ...fault } })).body).warnings
    t.strictSame(await warningsOf({ e164: '+14155559999' }), ['the namespace default has no number +14155559999'])
    t.strictSame(await warningsOf({ e164: '+14155551234', operation: 'listNumbers' }), [
      'listNumbers is not about a number, so this fault with e164 never applies',
    ])
    for (const operation of ['assignTrunk', 'unassignApplication', 'getNumber'])
      t.strictSame(await warningsOf({ e164: '+14155551234', operation }), [])
    t.strictSame(await warningsOf({}), [])
    await control('POST', '/reset?namespace=b')
    t.strictSame(await warningsOf({ e164: '+14155559999' }, '?namespace=*'), [
      'the namespace default has no number +14155559999',
      'the namespace b has no number +14155559999',
    ])
  }),
)

t.test('a fault matches by number and operation, skips the first `after` requests and ends after `times`', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    await control('POST', '/faults', { body: { e164: '+14155551234', effect: { status: 500 }, after: 1, times: 2 } })
    const other = number.replace('+14155551234', '+919876543210')
    const statuses: number[] = []
    for (const path of [number, other, number, number, other, number]) statuses.push((await call('GET', path)).status)
    t.strictSame(statuses, [200, 200, 500, 500, 200, 200])
  }),
)

t.test('after a delay the next fault or the request is handled', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    await control('POST', '/faults', { body: { effect: { delay_ms: 1 }, times: 2 } })
    await control('POST', '/faults', { body: { effect: { status: 500 }, times: 1 } })
    const [first, second] = [await call('GET', number), await call('GET', number)]
    t.strictSame([first.status, first.headers['x-sandbox-fault']], [500, 'fault_1, fault_2'])
    t.strictSame([second.status, second.headers['x-sandbox-fault']], [200, 'fault_1'])
  }),
)

t.test('an after_commit fault replaces the response of a committed change; it ignores rejected requests', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    await control('POST', '/faults', { body: { at: 'after_commit', effect: { status: 503 } } })
    t.equal((await call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_unknown' } })).status, 404)
    t.strictSame(statusAndBody(await call('POST', `${number}/assign`, trunk)), unavailable)
    t.match((await call('GET', number)).body, { trunk_id: 'trunk_abc123' })
    t.strictSame(statusAndBody(await call('POST', `${number}/assign`, trunk)), unavailable)
    await control('DELETE', '/faults')
    await control('POST', '/faults', { body: { at: 'after_commit', effect: { delay_ms: 1 } } })
    const expected = configuration({ trunk_id: null, message: 'Trunk unassigned successfully' })
    t.strictSame(statusAndBody(await call('DELETE', `${number}/assign`)), [200, expected])
  }),
)

t.test('a seeded draw depends on the request, not on timing', t =>
  withSandbox(t, {}, async (t, { inNamespace, control, call }) => {
    const paths = [number, number.replace('+14155551234', '+919876543210')]
    const run = async (requests: readonly string[], namespace = 'w') => {
      await control('POST', `/reset?namespace=${namespace}`)
      await control('POST', `/faults?namespace=${namespace}`, {
        body: { effect: { status: 500 }, probability: 0.5, seed: 7 },
      })
      const statuses = new Map<string, number[]>(paths.map(path => [path, []]))
      for (const path of requests) statuses.get(path)?.push((await inNamespace(namespace, 'GET', path)).status)
      return [...statuses.values()]
    }
    const runConcurrently = async (requests: readonly string[]) => {
      await control('POST', '/reset?namespace=w')
      await control('POST', '/faults?namespace=w', { body: { effect: { status: 500 }, probability: 0.5, seed: 7 } })
      const responses = await Promise.all(requests.map(path => inNamespace('w', 'GET', path)))
      return responses.map(({ status }) => status).sort()
    }
    const [first = '', second = ''] = paths
    const turns = Array.from({ length: 12 }, () => [first, second]).flat()
    const expected = await run(turns)
    t.strictSame(await run([...turns].sort()), expected)
    t.ok(expected.flat().includes(500) && expected.flat().includes(200))
    t.strictSame(await runConcurrently(turns), expected.flat().sort(), 'concurrently')
    await control('DELETE', '/faults?namespace=w')
    t.equal((await call('GET', number)).status, 200)
  }),
)

t.test('a fault can be removed; an invalid fault is an error and changes nothing', t =>
  withSandbox(t, {}, async (t, { control }) => {
    await control('POST', '/faults', { body: { effect: { connection: 'hang' }, seed: 1 } })
    const invalidFaults = [
      [{ effect: {} }, 'effect', 'must have exactly one of status, delay_ms, connection'],
      [{ effect: { status: 500, delay_ms: 1 } }, 'effect', 'must have exactly one of status, delay_ms, connection'],
      [{ effect: { delay_ms: 1, body: {} } }, 'effect.body', 'is only allowed with status'],
      [
        { operation: 'getNumber', at: 'after_commit', effect: { status: 500 } },
        'at',
        'must be arrival for an operation that changes nothing',
      ],
      [{ effect: { status: 600 } }, 'effect.status', 'must be an integer from 400 to 599'],
      [{ effect: { connection: 'gone' } }, 'effect.connection', 'must be one of reset, empty, truncate, hang'],
      [{ effect: { status: 500 }, wehn: 1 }, 'wehn', 'unknown field'],
      [{ effect: { status: 500 }, probability: 2 }, 'probability', 'must be a number from 0 to 1'],
      [{ effect: [] }, 'effect', 'must be a JSON object'],
      [{}, 'effect', 'required field missing'],
    ] as const
    for (const [body, field, reason] of invalidFaults) {
      const expected = invalid({ field, reason })
      t.strictSame(statusAndBody(await control('POST', '/faults', { body })), expected)
    }
    t.equal(((await control('GET', '/faults')).body as { faults: unknown[] }).faults.length, 1)
    t.strictSame(
      statusAndBody(await control('DELETE', '/faults/fault_2')),
      errorResponse(404, 'NOT_FOUND', 'Fault not found'),
    )
    t.strictSame(statusAndBody(await control('DELETE', '/faults/fault_1')), [200, { removed: 'fault_1' }])
    t.strictSame(statusAndBody(await control('GET', '/faults')), [200, { faults: [] }])
  }),
)
