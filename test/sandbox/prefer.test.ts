import t from 'tap'
import { errorResponse, invalid, number, statusAndBody } from '../responses.ts'
import { numbers } from '../server.ts'
import { sandboxHeaders, withSandbox } from './open.ts'

t.test('Prefer sets a status or a delay for one request, and the response confirms it', t =>
  withSandbox(t, {}, async (t, { call }) => {
    const send = (prefer: string) => call('GET', number, { headers: { prefer } })
    const namespace = { 'x-sandbox-namespace': 'default', 'x-sandbox-fault': 'prefer' }
    const [status, code, delay, both] = [
      await send('status=503'),
      await send('respond-async, code="401"; q=1'),
      await send('delay=1'),
      await send('status=429, DELAY=1'),
    ]
    t.strictSame(statusAndBody(status), errorResponse(503, 'SERVICE_UNAVAILABLE', 'Service unavailable'))
    t.strictSame(sandboxHeaders(status), { ...namespace, 'preference-applied': 'status=503', 'retry-after': '1' })
    t.strictSame([code.status, code.headers['preference-applied']], [401, 'code=401'])
    t.strictSame([delay.status, delay.headers['preference-applied']], [200, 'delay=1'])
    t.strictSame([both.status, both.headers['preference-applied']], [429, 'status=429, delay=1'])
    t.strictSame(sandboxHeaders(await call('GET', number)), { 'x-sandbox-namespace': 'default' })
    t.strictSame(sandboxHeaders(await send('return=minimal')), { 'x-sandbox-namespace': 'default' })
  }),
)

t.test('an invalid preference is a 400 with the valid range', t =>
  withSandbox(t, {}, async (t, { call }) => {
    for (const [prefer, reason] of [
      ['status=200', 'status must be from 400 to 599'],
      ['code=abc', 'status must be from 400 to 599'],
      ['delay=600001', 'delay must be from 0 to 600000 (milliseconds)'],
    ] as const) {
      const response = await call('GET', number, { headers: { prefer } })
      t.strictSame(statusAndBody(response), invalid({ field: 'Prefer', reason }))
    }
  }),
)

t.test('a number that ends in a status returns that status in every namespace', t =>
  withSandbox(t, {}, async (t, { call, inNamespace }) => {
    const path = (status: number) => `${numbers}/+15005550${status}/assign`
    for (const status of [400, 401, 403, 404, 429, 500, 502, 503]) {
      const response = await call('POST', path(status), { body: { trunk_id: 'trunk_abc123' } })
      t.strictSame([response.status, response.headers['x-sandbox-fault']], [status, 'number'])
    }
    t.equal((await inNamespace('w', 'DELETE', path(502))).status, 502)
    t.strictSame(
      statusAndBody(await call('DELETE', path(418))),
      errorResponse(404, 'NOT_FOUND', 'Number not found in your account'),
    )
  }),
)
