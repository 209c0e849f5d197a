import t from 'tap'
import { errorResponse, forbidden, number, statusAndBody } from '../responses.ts'
import { sendBytes } from '../wire.ts'
import { withSandbox } from './open.ts'

const hostForbidden = forbidden('The control API does not accept this Host; --allow-host NAME allows it')
const originForbidden = forbidden(
  'The control API does not accept changes from another site; --allow-origin ORIGIN allows it',
)

t.test('the control API rejects public host names, the API accepts any', t =>
  withSandbox(t, { controls: { hosts: ['sandbox.example.com'] } }, async (t, { call, control }) => {
    const allowedHosts = [
      'localhost',
      '127.0.0.1:4060',
      '[::1]:4060',
      '10.0.0.7',
      'tryvox',
      'a.localhost',
      'mac.local',
      'a.b.svc',
    ]
    allowedHosts.push(
      'host.docker.internal:4060',
      'a.test',
      'x.svc.cluster.local',
      'LOCALHOST',
      'sandbox.example.com:80',
    )
    for (const host of allowedHosts) t.equal((await control('GET', '/info', { headers: { host } })).status, 200, host)
    for (const host of ['example.com', 'evil.com:4060', 'localhost.evil.com', '127.0.0.1.evil.com', 'evil.com.']) {
      t.strictSame(statusAndBody(await control('GET', '/info', { headers: { host } })), hostForbidden, host)
      t.equal((await call('GET', number, { headers: { host } })).status, 200, host)
    }
  }),
)

t.test('a request without a Host header is accepted', t =>
  withSandbox(t, {}, async (t, { port }) => {
    const [answer] = await sendBytes(port, 'GET /_sandbox/info HTTP/1.0\r\n\r\n')
    t.equal(answer?.status, 200)
  }),
)

t.test('another site cannot change anything', t =>
  withSandbox(t, { controls: { origins: ['http://app.example.com'] } }, async (t, { call, control, port }) => {
    await call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
    const reset = (headers: Record<string, string>) => control('POST', '/reset', { headers })
    for (const headers of [
      { origin: 'http://evil.com' },
      { origin: 'null' },
      { origin: 'http://localhost:1' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      t.strictSame(statusAndBody(await reset(headers as Record<string, string>)), originForbidden)
    }
    t.match((await call('GET', number)).body, { trunk_id: 'trunk_abc123' })
    t.equal((await control('GET', '/info', { headers: { origin: 'http://evil.com' } })).status, 200)
    t.equal((await reset({ origin: `http://localhost:${port}` })).status, 200)
    t.equal((await reset({ origin: 'http://app.example.com', 'sec-fetch-site': 'cross-site' })).status, 200)
  }),
)

t.test('with a token the control API requires it, the API does not', t =>
  withSandbox(t, { controls: { token: 'secret' } }, async (t, { call, control }) => {
    const missing = errorResponse(401, 'UNAUTHORIZED', 'Invalid or missing control token')
    t.strictSame(statusAndBody(await control('GET', '/info')), missing)
    t.strictSame(statusAndBody(await control('GET', '/info', { headers: { authorization: 'Bearer other' } })), missing)
    for (const wrongToken of [
      'Bearer secre',
      'Bearer secrets',
      'Bearer Secret',
      'Bearer',
      'secret',
      'Bearer s\u00e9cret',
      '\u00ff'.repeat(99),
    ]) {
      t.strictSame(
        statusAndBody(await control('GET', '/info', { headers: { authorization: wrongToken } })),
        missing,
        wrongToken,
      )
    }
    t.equal((await control('GET', '/info', { headers: { authorization: 'Bearer secret' } })).status, 200)
    t.equal((await call('GET', number)).status, 200)
  }),
)
