import t from 'tap'
import { lookup } from '../../src/network/address.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { invalid, number, statusAndBody } from '../responses.ts'
import { eachStore, listen } from '../server.ts'
import { withSandbox } from './open.ts'

const clocks = (now: string, mode: string, namespace = 'default') => [200, { clocks: [{ namespace, now, mode }] }]

t.test('a clock can be frozen, advanced and resumed', t =>
  withSandbox(t, {}, async (t, server) => {
    const { call, control } = server
    const put = async (body: unknown) => statusAndBody(await control('PUT', '/clock', { body }))
    const updatedAt = async (method: string, body?: unknown) =>
      ((await call(method, `${number}/assign`, { body })).body as { updated_at: string }).updated_at
    t.strictSame(statusAndBody(await control('GET', '/clock')), clocks('2026-04-09T11:15:00.000Z', 'real'))
    t.strictSame(await put({ now: '2026-01-01T01:00:00.5+01:00' }), clocks('2026-01-01T00:00:00.500Z', 'frozen'))
    t.equal(await updatedAt('POST', { trunk_id: 'trunk_abc123' }), '2026-01-01T00:00:00Z')
    t.strictSame(await put({ advance_ms: -1_500 }), clocks('2025-12-31T23:59:59.000Z', 'frozen'))
    t.equal(await updatedAt('DELETE'), '2025-12-31T23:59:59Z')
    t.strictSame(await put({ real: true }), clocks('2026-04-09T11:15:00.000Z', 'real'))
    t.strictSame(await put({ advance_ms: 60_000 }), clocks('2026-04-09T11:16:00.000Z', 'moved'))
    server.time += 1_000
    t.equal(await updatedAt('POST', { trunk_id: 'trunk_abc123' }), '2026-04-09T11:16:01Z')
    await put({ real: true })
    t.equal(await updatedAt('DELETE'), '2026-04-09T11:16:01Z', 'the real clock never goes back')
  }),
)

t.test('each namespace has its own clock', t =>
  withSandbox(t, {}, async (t, { inNamespace, control }) => {
    await control('PUT', '/clock?namespace=w', { body: { now: '2027-01-01T00:00:00Z' } })
    t.match((await inNamespace('w', 'POST', `${number}/assign`, { trunk_id: 'trunk_abc123' })).body, {
      updated_at: '2027-01-01T00:00:00Z',
    })
    t.strictSame(statusAndBody(await control('GET', '/clock')), clocks('2026-04-09T11:15:00.000Z', 'real'))
    t.strictSame(
      statusAndBody(await control('GET', '/clock?namespace=w')),
      clocks('2027-01-01T00:00:00.000Z', 'frozen', 'w'),
    )
  }),
)

t.test('the initial time applies to every namespace, also after a reset', t =>
  eachStore(t, {}, async (t, store) => {
    const journal = { namespace: 10, all: 10 }
    const deliver = { lookup, anywhere: false, inContainer: false, backoff: [] }
    const sandbox = new Sandbox({
      store,
      limit: 10,
      journal,
      clock: 0,
      now: Date.now,
      deliver,
      onUnexpectedError: error => t.error(error),
    })
    const controls = { hosts: [], origins: [], token: null, info: {} }
    const { call } = await listen(t, store, { sandbox, controls })
    const initial = (namespace: string) => clocks('1970-01-01T00:00:00.000Z', 'frozen', namespace)
    for (const namespace of ['default', 'w']) {
      await call('PUT', `/_sandbox/clock?namespace=${namespace}`, { body: { advance_ms: 1 } })
      await call('POST', `/_sandbox/reset?namespace=${namespace}`)
      t.strictSame(statusAndBody(await call('GET', `/_sandbox/clock?namespace=${namespace}`)), initial(namespace))
    }
  }),
)

t.test('an invalid clock is an error', t =>
  withSandbox(t, {}, async (t, { control }) => {
    const exactlyOne = { field: 'body', reason: 'must have exactly one of now, advance_ms and real: true' }
    const invalidTime = { field: 'now', reason: 'must be an ISO 8601 time (e.g., 2026-04-09T11:15:00Z)' }
    for (const [body, detail] of [
      [{}, exactlyOne],
      [{ real: false }, exactlyOne],
      [{ now: '2026-04-09T11:15:00Z', advance_ms: 1 }, exactlyOne],
      [{ now: 'tomorrow' }, invalidTime],
      [{ now: '2026-13-09T11:15:00Z' }, invalidTime],
      [{ now: '2026-02-30T11:15:00Z' }, invalidTime],
      [{ now: '0000-01-01T00:00:00+01:00' }, invalidTime],
      [
        { advance_ms: 0.5 },
        { field: 'advance_ms', reason: 'must be an integer from -10000000000000 to 10000000000000' },
      ],
    ] as const) {
      t.strictSame(statusAndBody(await control('PUT', '/clock', { body })), invalid(detail))
    }
    t.strictSame(statusAndBody(await control('GET', '/clock')), clocks('2026-04-09T11:15:00.000Z', 'real'))
    await control('PUT', '/clock', { body: { now: '9999-12-31T23:59:59Z' } })
    const tooFar = await control('PUT', '/clock', { body: { advance_ms: 1_000 } })
    t.strictSame(
      statusAndBody(tooFar),
      invalid({ field: 'advance_ms', reason: 'must keep the clock between the years 0000 and 9999' }),
    )
    t.strictSame(statusAndBody(await control('GET', '/clock')), clocks('9999-12-31T23:59:59.000Z', 'frozen'))
  }),
)

t.test('a shifted clock stops at the end of the year 9999', t =>
  withSandbox(t, {}, async (t, server) => {
    const { call, control } = server
    for (let ahead = Date.parse('9999-12-31T23:59:59Z') - server.time; ahead > 0; ahead -= 1e13)
      await control('PUT', '/clock', { body: { advance_ms: Math.min(ahead, 1e13) } })
    server.time += 60_000
    t.strictSame(statusAndBody(await control('GET', '/clock')), clocks('9999-12-31T23:59:59.999Z', 'moved'))
    const assigned = await call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
    t.match(assigned.body, { updated_at: '9999-12-31T23:59:59Z' })
    const { body } = await control('GET', '/requests')
    t.match(body, { requests: [{ at: '9999-12-31T23:59:59.999Z' }] })
  }),
)

t.test('with a frozen clock and seeded faults, a run is reproducible', t =>
  withSandbox(t, {}, async (t, { inNamespace, control }) => {
    const run = async () => {
      await control('POST', '/reset?namespace=w')
      await control('PUT', '/clock?namespace=w', { body: { now: '2026-04-09T11:15:00Z' } })
      await control('POST', '/faults?namespace=w', { body: { effect: { status: 503 }, probability: 0.4, seed: 1 } })
      const transcript: string[] = []
      for (let turn = 0; turn < 10; turn++) {
        const { status, text } = await inNamespace('w', turn % 2 ? 'DELETE' : 'POST', `${number}/assign`, {
          trunk_id: 'trunk_abc123',
        })
        transcript.push(`${status} ${text}`)
      }
      return transcript
    }
    t.strictSame(await run(), await run())
  }),
)
