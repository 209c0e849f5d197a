import t from 'tap'
import { lookup } from '../../src/network/address.ts'
import { Sandbox } from '../../src/sandbox/sandbox.ts'
import { invalid, number, outcome } from '../responses.ts'
import { eachStore, listen } from '../server.ts'
import { withSandbox } from './open.ts'

const clocks = (now: string, mode: string, namespace = 'default') => [200, { clocks: [{ namespace, now, mode }] }]

t.test('a clock is stopped, moved and let go', t =>
  withSandbox(t, {}, async (t, server) => {
    const { call, control } = server
    const put = async (body: unknown) => outcome(await control('PUT', '/clock', { body }))
    const stamp = async (method: string, body?: unknown) =>
      ((await call(method, `${number}/assign`, { body })).body as { updated_at: string }).updated_at
    t.strictSame(outcome(await control('GET', '/clock')), clocks('2026-04-09T11:15:00.000Z', 'real'))
    t.strictSame(await put({ now: '2026-01-01T01:00:00.5+01:00' }), clocks('2026-01-01T00:00:00.500Z', 'frozen'))
    t.equal(await stamp('POST', { trunk_id: 'trunk_abc123' }), '2026-01-01T00:00:00Z')
    t.strictSame(await put({ advance_ms: -1_500 }), clocks('2025-12-31T23:59:59.000Z', 'frozen'))
    t.equal(await stamp('DELETE'), '2025-12-31T23:59:59Z')
    t.strictSame(await put({ real: true }), clocks('2026-04-09T11:15:00.000Z', 'real'))
    t.strictSame(await put({ advance_ms: 60_000 }), clocks('2026-04-09T11:16:00.000Z', 'moved'))
    server.time += 1_000
    t.equal(await stamp('POST', { trunk_id: 'trunk_abc123' }), '2026-04-09T11:16:01Z')
    await put({ real: true })
    t.equal(await stamp('DELETE'), '2026-04-09T11:16:01Z', 'the real clock never goes back')
  }),
)

t.test('each namespace has its own', t =>
  withSandbox(t, {}, async (t, { inNamespace, control }) => {
    await control('PUT', '/clock?namespace=w', { body: { now: '2027-01-01T00:00:00Z' } })
    t.match((await inNamespace('w', 'POST', `${number}/assign`, { trunk_id: 'trunk_abc123' })).body, {
      updated_at: '2027-01-01T00:00:00Z',
    })
    t.strictSame(outcome(await control('GET', '/clock')), clocks('2026-04-09T11:15:00.000Z', 'real'))
    t.strictSame(outcome(await control('GET', '/clock?namespace=w')), clocks('2027-01-01T00:00:00.000Z', 'frozen', 'w'))
  }),
)

t.test('where it stands at first, it stands in each namespace, and after a reset', t =>
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
    const begun = (namespace: string) => clocks('1970-01-01T00:00:00.000Z', 'frozen', namespace)
    for (const namespace of ['default', 'w']) {
      await call('PUT', `/_sandbox/clock?namespace=${namespace}`, { body: { advance_ms: 1 } })
      await call('POST', `/_sandbox/reset?namespace=${namespace}`)
      t.strictSame(outcome(await call('GET', `/_sandbox/clock?namespace=${namespace}`)), begun(namespace))
    }
  }),
)

t.test('what sets no clock is refused', t =>
  withSandbox(t, {}, async (t, { control }) => {
    const one = { field: 'body', reason: 'must have exactly one of now, advance_ms and real: true' }
    const time = { field: 'now', reason: 'must be an ISO 8601 time (e.g., 2026-04-09T11:15:00Z)' }
    for (const [body, fault] of [
      [{}, one],
      [{ real: false }, one],
      [{ now: '2026-04-09T11:15:00Z', advance_ms: 1 }, one],
      [{ now: 'tomorrow' }, time],
      [{ now: '2026-13-09T11:15:00Z' }, time],
      [{ now: '2026-02-30T11:15:00Z' }, time],
      [{ now: '0000-01-01T00:00:00+01:00' }, time],
      [
        { advance_ms: 0.5 },
        { field: 'advance_ms', reason: 'must be an integer from -10000000000000 to 10000000000000' },
      ],
    ] as const) {
      t.strictSame(outcome(await control('PUT', '/clock', { body })), invalid(fault))
    }
    t.strictSame(outcome(await control('GET', '/clock')), clocks('2026-04-09T11:15:00.000Z', 'real'))
    await control('PUT', '/clock', { body: { now: '9999-12-31T23:59:59Z' } })
    const late = await control('PUT', '/clock', { body: { advance_ms: 1_000 } })
    t.strictSame(
      outcome(late),
      invalid({ field: 'advance_ms', reason: 'must keep the clock between the years 0000 and 9999' }),
    )
    t.strictSame(outcome(await control('GET', '/clock')), clocks('9999-12-31T23:59:59.000Z', 'frozen'))
  }),
)

t.test('a clock that was moved stops at the end of the year 9999', t =>
  withSandbox(t, {}, async (t, server) => {
    const { call, control } = server
    for (let ahead = Date.parse('9999-12-31T23:59:59Z') - server.time; ahead > 0; ahead -= 1e13)
      await control('PUT', '/clock', { body: { advance_ms: Math.min(ahead, 1e13) } })
    server.time += 60_000
    t.strictSame(outcome(await control('GET', '/clock')), clocks('9999-12-31T23:59:59.999Z', 'moved'))
    const assigned = await call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
    t.match(assigned.body, { updated_at: '9999-12-31T23:59:59Z' })
    const { body } = await control('GET', '/requests')
    t.match(body, { requests: [{ at: '9999-12-31T23:59:59.999Z' }] })
  }),
)

t.test('a stopped clock and seeded faults give the same transcript twice', t =>
  withSandbox(t, {}, async (t, { inNamespace, control }) => {
    const run = async () => {
      await control('POST', '/reset?namespace=w')
      await control('PUT', '/clock?namespace=w', { body: { now: '2026-04-09T11:15:00Z' } })
      await control('POST', '/faults?namespace=w', { body: { effect: { status: 503 }, probability: 0.4, seed: 1 } })
      const seen: string[] = []
      for (let turn = 0; turn < 10; turn++) {
        const { status, text } = await inNamespace('w', turn % 2 ? 'DELETE' : 'POST', `${number}/assign`, {
          trunk_id: 'trunk_abc123',
        })
        seen.push(`${status} ${text}`)
      }
      return seen
    }
    t.strictSame(await run(), await run())
  }),
)
