import t from 'tap'
import { invalid, number, outcome, refused } from '../responses.ts'
import { numbers } from '../server.ts'
import { marks, withSandbox } from './open.ts'

t.test('one request prefers a status or a delay, and is told that it was taken', t =>
  withSandbox(t, {}, async (t, { call }) => {
    const answer = (prefer: string) => call('GET', number, { headers: { prefer } })
    const namespace = { 'x-sandbox-namespace': 'default', 'x-sandbox-fault': 'prefer' }
    const [status, code, delay, both] = [
      await answer('status=503'),
      await answer('respond-async, code="401"; q=1'),
      await answer('delay=1'),
      await answer('status=429, DELAY=1'),
    ]
    t.strictSame(outcome(status), refused(503, 'SERVICE_UNAVAILABLE', 'Service unavailable'))
    t.strictSame(marks(status), { ...namespace, 'preference-applied': 'status=503', 'retry-after': '1' })
    t.strictSame([code.status, code.headers['preference-applied']], [401, 'code=401'])
    t.strictSame([delay.status, delay.headers['preference-applied']], [200, 'delay=1'])
    t.strictSame([both.status, both.headers['preference-applied']], [429, 'status=429, delay=1'])
    t.strictSame(marks(await call('GET', number)), { 'x-sandbox-namespace': 'default' })
    t.strictSame(marks(await answer('return=minimal')), { 'x-sandbox-namespace': 'default' })
  }),
)

t.test('an impossible preference is a 400 that says what is possible', t =>
  withSandbox(t, {}, async (t, { call }) => {
    for (const [prefer, reason] of [
      ['status=200', 'status must be from 400 to 599'],
      ['code=abc', 'status must be from 400 to 599'],
      ['delay=600001', 'delay must be from 0 to 600000 (milliseconds)'],
    ] as const) {
      const answer = await call('GET', number, { headers: { prefer } })
      t.strictSame(outcome(answer), invalid({ field: 'Prefer', reason }))
    }
  }),
)

t.test('a number that ends in a status answers it in every namespace, without any set-up', t =>
  withSandbox(t, {}, async (t, { call, inNamespace }) => {
    const at = (status: number) => `${numbers}/+15005550${status}/assign`
    for (const status of [400, 401, 403, 404, 429, 500, 502, 503]) {
      const answer = await call('POST', at(status), { body: { trunk_id: 'trunk_abc123' } })
      t.strictSame([answer.status, answer.headers['x-sandbox-fault']], [status, 'number'])
    }
    t.equal((await inNamespace('w', 'DELETE', at(502))).status, 502)
    t.strictSame(outcome(await call('DELETE', at(418))), refused(404, 'NOT_FOUND', 'Number not found in your account'))
  }),
)
