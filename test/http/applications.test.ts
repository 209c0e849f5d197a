import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import { assertUnchanged, forbidden, invalid, invalidApplicationId, notFound, statusAndBody } from '../responses.ts'
import { onEachStore } from '../server.ts'

const path = '/v1/voice/applications/app_xyz789'
const demo = { id: 'app_xyz789', answer_url: null, answer_method: 'POST', hangup_url: null }
const urls = { answer_url: 'http://localhost:3000/answer?a=b', hangup_url: 'https://example.com/hangup' }

behaviorTest(t, 'application-get', t =>
  onEachStore(t, {}, async (t, { call }) => {
    t.strictSame(statusAndBody(await call('GET', path)), [200, demo])
  }),
)

behaviorTest(t, 'application-update', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const body = { ...urls, answer_method: 'GET', webhook_secret: 'a-secret', unknown: true }
    const changed = { ...demo, ...urls, answer_method: 'GET' }
    t.strictSame(statusAndBody(await call('PATCH', path, { body })), [200, changed])
    t.strictSame(statusAndBody(await call('GET', path)), [200, changed])
    t.strictSame(statusAndBody(await call('PATCH', path, { body: {} })), [200, changed])
    const cleared = await call('PATCH', path, { body: { answer_url: null, hangup_url: null, webhook_secret: null } })
    t.strictSame(statusAndBody(cleared), [200, { ...demo, answer_method: 'GET' }])
  }),
)

behaviorTest(t, 'application-not-found', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      const detail = { field: 'application_id', reason: 'no such application in your account' }
      for (const id of ['app_uvw456', 'app_unknown']) {
        for (const [method, sent] of [['GET', {}] as const, ['PATCH', { body: urls }] as const]) {
          const response = await server.call(method, `/v1/voice/applications/${id}`, sent)
          t.strictSame(statusAndBody(response), notFound('Application not found', detail), `${method} ${id}`)
        }
      }
      t.strictSame(statusAndBody(await server.call('GET', '/v1/voice/applications/trunk_abc123')), invalidApplicationId)
    }),
  ),
)

behaviorTest(t, 'application-read-only', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      const headers = { authorization: 'Bearer tvx_sk_test_readonly' }
      const response = await server.call('PATCH', path, { headers, body: urls })
      t.strictSame(statusAndBody(response), forbidden('Insufficient permissions to change this application'))
      t.equal((await server.call('GET', path, { headers })).status, 200)
    }),
  ),
)

t.test('a URL can have 2,048 code points outside the Basic Multilingual Plane', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const answer_url = `http://a.test/${'\u{1f600}'.repeat(2_048 - 14)}`
    const { status, body } = await call('PATCH', '/v1/voice/applications/app_xyz789', { body: { answer_url } })
    t.equal(status, 200)
    t.match(body, { answer_url })
  }),
)

const urlReason = 'must be an http or https URL of at most 2048 characters, no password or fragment'
const secretReason = 'must have 1 to 200 characters, all of them visible ASCII'
const invalidBodies: [object, string, string][] = [
  [{ answer_url: 'localhost:3000' }, 'answer_url', urlReason],
  [{ answer_url: 'ftp://example.com' }, 'answer_url', urlReason],
  [{ answer_url: 'http://user:word@example.com' }, 'answer_url', urlReason],
  [{ answer_url: 'http://[::1' }, 'answer_url', urlReason],
  [{ answer_url: `http://example.com/${'\u{1f600}'.repeat(2_030)}` }, 'answer_url', urlReason],
  [{ answer_url: `http://example.com/${'x'.repeat(2_048)}` }, 'answer_url', urlReason],
  [{ answer_url: 'http://example.com/#part' }, 'answer_url', urlReason],
  [{ hangup_url: 7 }, 'hangup_url', urlReason],
  [{ answer_method: 'PUT' }, 'answer_method', 'must be one of GET, POST'],
  [{ webhook_secret: '' }, 'webhook_secret', secretReason],
  [{ webhook_secret: 'with space' }, 'webhook_secret', secretReason],
]

behaviorTest(t, 'application-invalid', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      for (const [body, field, reason] of invalidBodies) {
        t.strictSame(statusAndBody(await server.call('PATCH', path, { body })), invalid({ field, reason }), reason)
      }
    }),
  ),
)
