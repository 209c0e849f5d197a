import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import { indianNumber, number } from '../responses.ts'
import { onEachStore } from '../server.ts'

const start = '{"e164":"+14155551234",'
const end = '"status":"active","updated_at":"2026-04-09T11:15:00Z"'

const texts = [
  ['POST', 'assign', `${start}"trunk_id":"trunk_abc123","application_id":null,${end}}`],
  [
    'DELETE',
    'assign',
    `${start}"trunk_id":null,"application_id":null,${end},"message":"Trunk unassigned successfully"}`,
  ],
  ['POST', 'application', `${start}"trunk_id":null,"application_id":"app_xyz789",${end}}`],
  [
    'DELETE',
    'application',
    `${start}"trunk_id":null,"application_id":null,${end},"message":"Application unassigned successfully"}`,
  ],
] as const

behaviorTest(t, 'body-shape', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const ids = { trunk_id: 'trunk_abc123', application_id: 'app_xyz789' }
    for (const [method, kind, expected] of texts) {
      const { status, headers, text } = await call(method, `${number}/${kind}`, method === 'POST' ? { body: ids } : {})
      const type = headers['content-type']
      t.strictSame([status, type, text], [200, 'application/json; charset=utf-8', expected], `${method} ${kind}`)
    }
  }),
)

behaviorTest(t, 'timestamps', t =>
  onEachStore(t, { now: '2026-04-09T13:15:00.999+02:00' }, async (t, server) => {
    const change = async () => {
      const { body } = await server.call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
      await server.call('DELETE', `${number}/assign`)
      return (body as { updated_at: string }).updated_at
    }
    t.equal(await change(), '2026-04-09T11:15:00Z')
    server.now = '1970-01-01T00:00:00Z'
    t.equal(await change(), '1970-01-01T00:00:00Z')
    server.now = '2099-12-31T23:59:59.4Z'
    t.equal(await change(), '2099-12-31T23:59:59Z')
    const { text } = await server.call('GET', indianNumber)
    t.match(text, /"created_at":"2026-04-09T10:30:00Z","updated_at":"2026-04-09T10:30:00Z"}$/)
  }),
)
