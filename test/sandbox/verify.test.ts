import t from 'tap'
import { OperationId } from '../../src/sandbox/fault.ts'
import { invalid, number, statusAndBody } from '../responses.ts'
import { until } from '../until.ts'
import { openSocket } from '../wire.ts'
import { withSandbox } from './open.ts'

const operations: readonly string[] = OperationId['enum']

const assign = { operation: 'assignTrunk', body: { trunk_id: 'trunk_abc123' } }

t.test('a verification counts matching requests, and lists near misses if it fails', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const verify = (body: unknown) => control('POST', '/verify', { body })
    await call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_unknown' } })
    const noMatch = await verify(assign)
    t.strictSame(
      [noMatch.status, (noMatch.body as { error: unknown }).error],
      [422, { code: 'VERIFICATION_FAILED', message: '0 requests match; expected at least 1' }],
    )
    const differences = [{ field: 'body.trunk_id', expected: 'trunk_abc123', actual: 'trunk_unknown' }]
    t.match(noMatch.body, { matched: 0, near_misses: [{ request: { id: 1, status: 404 }, differences }] })
    await call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
    const [, last_match] = Object((await control('GET', '/requests')).body).requests
    t.strictSame(statusAndBody(await verify(assign)), [200, { matched: 1, last_match }])
    t.strictSame(statusAndBody(await verify({ ...assign, status: 200, e164: '+14155551234', count: 1 })), [
      200,
      { matched: 1, last_match },
    ])
    t.strictSame(statusAndBody(await verify({ max: 2 })), [200, { matched: 2, last_match }])
    t.strictSame(statusAndBody(await verify({ status: 500, count: 0 })), [200, { matched: 0, last_match: null }])
    const tooMany = {
      error: { message: '1 request matches; expected 0' },
      near_misses: [{ request: { id: 2 }, differences: [] }],
    }
    t.match((await verify({ ...assign, count: 0 })).body, tooMany)
    t.match((await verify({ min: 3, max: 4 })).body, { error: { message: '2 requests match; expected 3 to 4' } })
  }),
)

t.test('with a timeout a verification succeeds as soon as a request matches, and fails at the timeout', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const waiting = control('POST', '/verify', { body: { operation: 'getNumber', timeout_ms: 60_000 } })
    await call('GET', number.replace(/\/[^/]*$/, ''))
    await call('GET', number)
    t.match(statusAndBody(await waiting), [200, { matched: 1, last_match: { id: 2 } }])
    t.equal((await control('POST', '/verify', { body: { ...assign, timeout_ms: 1 } })).status, 422)
  }),
)

t.test('a verification is inconclusive if dropped entries could change its result', t =>
  withSandbox(t, { journal: { namespace: 2, all: 5 } }, async (t, { call, inNamespace, control }) => {
    const verify = async (body: unknown, namespace = 'default') => {
      const { status, body: response } = await control('POST', `/verify?namespace=${namespace}`, { body })
      const { error, matched } = response as { error?: unknown; matched: number }
      return error === undefined ? [status, matched] : [status, matched, error]
    }
    const countText = (count: number) => (count === 1 ? '1 request matches' : `${count} requests match`)
    const remedy = 'reset the journal first, or keep more entries with --journal and --journal-total'
    const inconclusive = (matched: number, dropped: number) => [
      422,
      matched,
      {
        code: 'VERIFICATION_INCONCLUSIVE',
        message: `${countText(matched)}, but the journal has dropped ${dropped} that could also match; ${remedy}`,
      },
    ]
    const failed = (matched: number, expected: string) => [
      422,
      matched,
      { code: 'VERIFICATION_FAILED', message: `${countText(matched)}; expected ${expected}` },
    ]
    await call('DELETE', `${number}/assign`)
    await call('GET', number)
    t.strictSame(await verify({ operation: 'assignTrunk', count: 0 }), [200, 0], 'nothing was dropped')
    await call('GET', number)
    await call('GET', number)
    const droppedOperation = { operation: 'unassignTrunk' }
    t.strictSame(await verify({ ...droppedOperation, count: 0 }), inconclusive(0, 2), 'the dropped request matched')
    t.strictSame(await verify({ ...droppedOperation, count: 1 }), inconclusive(0, 2))
    t.strictSame(await verify({ ...droppedOperation, count: 1, timeout_ms: 1 }), inconclusive(0, 2))
    t.strictSame(await verify({ ...droppedOperation, max: 1 }), inconclusive(0, 2))
    t.strictSame(await verify(droppedOperation), inconclusive(0, 2))
    t.strictSame(await verify({ ...droppedOperation, min: 3 }), failed(0, 'at least 3'))
    t.strictSame(await verify({ ...droppedOperation, max: 2 }), [200, 0], 'the maximum cannot be exceeded')
    t.strictSame(await verify({ operation: 'getNumber' }), [200, 2], 'the kept requests are sufficient')
    t.strictSame(
      await verify({ operation: 'getNumber', max: 1 }),
      failed(2, '0 to 1'),
      'the kept requests are too many',
    )
    t.strictSame(await verify({ operation: 'getNumber', count: 2 }), inconclusive(2, 2))
    await inNamespace('w', 'GET', number)
    t.strictSame(await verify({ operation: 'getNumber', count: 1 }, 'w'), [200, 1], 'another namespace')
    t.strictSame(await verify({ operation: 'assignTrunk', count: 0 }, '*'), inconclusive(0, 2))
    const waiting = verify({ operation: 'assignTrunk', count: 0, timeout_ms: 60_000 })
    await control('POST', '/reset?only=journal')
    t.strictSame(await waiting, [200, 0], 'after a reset no entry was dropped')
  }),
)

t.test('waiting verifications and delays do not delay the shutdown', t =>
  withSandbox(t, {}, async (t, { call, control, close, sandbox }) => {
    const waiting = control('POST', '/verify', { body: { ...assign, timeout_ms: 60_000 } })
    const delayed = call('GET', number, { headers: { prefer: 'delay=60000' } })
    await until(() => sandbox.pendingWork.pendingDelays === 2)
    const ended = close()
    t.strictSame([(await waiting).status, (await delayed).status], [422, 200])
    await ended
  }),
)

t.test('a verification stops waiting when its client disconnects', t =>
  withSandbox(t, {}, async (t, { port, sandbox, close }) => {
    const socket = await openSocket(port)
    const body = JSON.stringify({ ...assign, timeout_ms: 60_000 })
    const head = `POST /_sandbox/verify HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n`
    socket.write(`${head}content-length: ${body.length}\r\n\r\n${body}`)
    await until(() => sandbox.journals.watcherCount === 1)
    socket.destroy()
    await until(() => sandbox.journals.watcherCount === 0)
    await t.resolves(close())
  }),
)

/** A body with `count` fields. */
function fields(count: number): Record<string, number> {
  return Object.fromEntries(Array.from({ length: count }, (_, at) => [`field_${at}`, at]))
}

t.test('a body with 100 fields is compared', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    await call('POST', `${number}/assign`, { body: fields(100) })
    t.match(await control('POST', '/verify', { body: { body: fields(100) } }), { status: 200, body: { matched: 1 } })
  }),
)

t.test('an invalid verification is an error', t =>
  withSandbox(t, {}, async (t, { control }) => {
    for (const [body, field, reason] of [
      [{ count: 1, min: 1 }, 'count', 'cannot be combined with min and max'],
      [{ min: 2, max: 1 }, 'min', 'must not be greater than max'],
      [{ count: -1 }, 'count', 'must be an integer from 0 to 1000000000'],
      [{ count: 1e21 }, 'count', 'must be an integer from 0 to 1000000000'],
      [{ operation: 'assign' }, 'operation', `must be one of ${operations.join(', ')}`],
      [{ body: fields(101) }, 'body', 'must have at most 100 fields'],
      [{ body: 'x' }, 'body', 'must be a JSON object'],
    ] as const) {
      t.strictSame(statusAndBody(await control('POST', '/verify', { body })), invalid({ field, reason }))
    }
  }),
)

t.test('every control operation rejects an e164 without a plus sign', t =>
  withSandbox(t, {}, async (t, { control }) => {
    const send = async (method: string, path: string, body?: unknown) => {
      const { status, body: response } = await control(method, path, { body })
      return [status, (response as { error: { details: unknown } }).error.details]
    }
    for (const e164 of ['14155551234', ' 14155551234', '%2B14155551234', '+1415', '+1 415 555 1234', '']) {
      const expected = (field: string) => [400, [{ field, reason: 'must be E.164 format (e.g., +14155551234)' }]]
      t.strictSame(await send('POST', '/verify', { e164, count: 0 }), expected('e164'))
      t.strictSame(await send('POST', '/faults', { e164, effect: { status: 500 } }), expected('e164'))
      t.strictSame(await send('POST', '/calls', { from: e164, to: '+14155551234' }), expected('from'))
      t.strictSame(await send('POST', '/calls', { from: '+14155551234', to: e164 }), expected('to'))
      t.strictSame(await send('GET', `/requests?e164=${encodeURIComponent(e164)}`), expected('e164'))
      const number = { e164, account_id: 'acc_1' }
      const [status, details] = await send('PUT', '/state', { accounts: [{ id: 'acc_1' }], numbers: [number] })
      t.match([status, details], [400, [{ field: 'numbers[0].e164' }]])
    }
  }),
)
