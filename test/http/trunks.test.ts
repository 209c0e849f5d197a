import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import { assertUnchanged, forbidden, invalidTrunkId, notFound, number, statusAndBody } from '../responses.ts'
import { onEachStore } from '../server.ts'

const trunks = '/v1/account/acc_123abc/trunks'
const demo = {
  id: 'trunk_abc123',
  name: 'trunk_abc123',
  auth_type: 'ip',
  sip_domain: 'trunk-abc123.sip.tryvox.io',
  termination_uri: null,
  origination_uris: ['sip:pbx.example.com:5060'],
  max_channels: 0,
  status: 'active',
  created_at: '2026-03-15T08:20:00Z',
}
const fields = {
  name: 'Main PBX',
  auth_type: 'credential',
  termination_uri: 'sip:pbx.example.com:5060',
  origination_uris: ['sip:one.example.com', 'sips:bob@[::1]:5061;transport=tcp'],
  max_channels: 30,
}

behaviorTest(t, 'trunk-create', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const { status, body } = await call('POST', trunks, { body: fields })
    const { id, sip_domain, ...rest } = body as { id: string; sip_domain: string }
    t.equal(status, 201)
    t.match(id, /^trunk_[a-z0-9]{10}$/)
    t.equal(sip_domain, `${id.replace('_', '-')}.sip.tryvox.io`)
    t.strictSame(rest, { ...fields, status: 'active', created_at: '2026-04-09T11:15:00Z' })
    t.strictSame(statusAndBody(await call('GET', `${trunks}/${id}`)), [200, body])
    t.equal((await call('POST', `${number}/assign`, { body: { trunk_id: id } })).status, 200)
  }),
)

t.test('a name can have 100 code points outside the Basic Multilingual Plane, and is stored unchanged', t =>
  onEachStore(t, {}, async (t, { call }) => {
    for (const name of ['\u{1f600}'.repeat(100), '\u{1f468}\u200d\u{1f469} caf\u00e9 \u0000', '\uffff']) {
      const { status, body } = await call('POST', trunks, { body: { name, auth_type: 'ip' } })
      const { id } = body as { id: string }
      t.strictSame([status, statusAndBody(await call('GET', `${trunks}/${id}`))], [201, [200, body]])
      t.match(body, { name })
    }
  }),
)

behaviorTest(t, 'trunk-defaults', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const required = { name: 'One', auth_type: 'ip' }
    const { body } = await call('POST', trunks, { body: { ...required, unknown: 1 } })
    const { id, sip_domain, ...rest } = body as { id: string; sip_domain: string }
    const defaults = { termination_uri: null, origination_uris: [], max_channels: 0 }
    const expected = { ...required, ...defaults, status: 'active', created_at: '2026-04-09T11:15:00Z' }
    t.strictSame(rest, expected)
    t.strictSame(Object.keys(body as object), Object.keys(demo), 'the key order of the documentation')
  }),
)

behaviorTest(t, 'trunk-list', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const { body } = await call('POST', trunks, { body: fields })
    t.strictSame(statusAndBody(await call('GET', trunks)), [200, { data: [demo, body].sort(byId) }])
  }),
)

function byId(a: unknown, b: unknown): number {
  return (a as { id: string }).id < (b as { id: string }).id ? -1 : 1
}

behaviorTest(t, 'trunk-replace', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const { id, sip_domain, status, created_at } = demo
    t.strictSame(statusAndBody(await call('PUT', `${trunks}/${id}`, { body: fields })), [
      200,
      { ...fields, id, sip_domain, status, created_at },
    ])
    const minimal = { name: 'Less', auth_type: 'ip' }
    t.strictSame(statusAndBody(await call('PUT', `${trunks}/${id}`, { body: minimal })), [
      200,
      { ...demo, ...minimal, origination_uris: [] },
    ])
    t.strictSame(statusAndBody(await call('GET', `${trunks}/${id}`)), [
      200,
      { ...demo, ...minimal, origination_uris: [] },
    ])
  }),
)

behaviorTest(t, 'trunk-delete', t =>
  onEachStore(t, {}, async (t, server) => {
    const { call } = server
    await call('POST', `${number}/assign`, { body: { trunk_id: demo.id } })
    server.now = '2026-04-09T12:00:00Z'
    const { status, text } = await call('DELETE', `${trunks}/${demo.id}`)
    t.strictSame([status, text], [204, ''])
    const { body } = await call('GET', number)
    const { trunk_id, application_id, updated_at } = body as Record<string, unknown>
    t.strictSame([trunk_id, application_id, updated_at], [null, null, '2026-04-09T12:00:00Z'])
    t.strictSame(statusAndBody(await call('GET', trunks)), [200, { data: [] }])
    t.strictSame(statusAndBody(await call('DELETE', `${trunks}/${demo.id}`)), trunkNotFound)
    const assign = await call('POST', `${number}/assign`, { body: { trunk_id: demo.id } })
    t.strictSame(statusAndBody(assign), trunkNotFound)
  }),
)

const trunkNotFound = notFound('Trunk not found', { field: 'trunk_id', reason: 'no such trunk in your account' })

behaviorTest(t, 'trunk-not-found', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      for (const id of ['trunk_def456', 'trunk_unknown']) {
        for (const method of ['GET', 'PUT', 'DELETE']) {
          const sent = method === 'PUT' ? { body: fields } : {}
          t.strictSame(
            statusAndBody(await server.call(method, `${trunks}/${id}`, sent)),
            trunkNotFound,
            `${method} ${id}`,
          )
        }
      }
      t.strictSame(statusAndBody(await server.call('GET', `${trunks}/app_xyz789`)), invalidTrunkId)
    }),
  ),
)

behaviorTest(t, 'trunk-read-only', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      const headers = { authorization: 'Bearer tvx_sk_test_readonly' }
      const calls = [
        ['POST', trunks],
        ['PUT', `${trunks}/${demo.id}`],
        ['DELETE', `${trunks}/${demo.id}`],
      ] as const
      for (const [method, path] of calls) {
        const response = await server.call(method, path, { headers, body: fields })
        t.strictSame(statusAndBody(response), forbidden('Insufficient permissions to change trunks'), method)
      }
      t.equal((await server.call('GET', trunks, { headers })).status, 200)
      const other = await server.call('GET', trunks.replace('acc_123abc', 'acc_456def'))
      t.strictSame(statusAndBody(other), forbidden('Insufficient permissions for this account'))
    }),
  ),
)
