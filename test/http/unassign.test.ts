import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import { assertUnchanged, configuration, indianNumber, number, seedTime, statusAndBody } from '../responses.ts'
import type { CallOptions } from '../server.ts'
import { onEachStore } from '../server.ts'

const withoutTrunk = configuration({ message: 'Trunk unassigned successfully' })
const withoutApplication = configuration({ message: 'Application unassigned successfully' })

behaviorTest(t, 'unassign-trunk', t =>
  onEachStore(t, {}, async (t, { call }) => {
    await call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
    t.strictSame(statusAndBody(await call('DELETE', `${number}/assign`)), [200, withoutTrunk])
  }),
)

behaviorTest(t, 'unassign-application', t =>
  onEachStore(t, {}, async (t, { call }) => {
    await call('POST', `${number}/application`, { body: { application_id: 'app_xyz789' } })
    t.strictSame(statusAndBody(await call('DELETE', `${number}/application`)), [200, withoutApplication])
  }),
)

behaviorTest(t, 'delete-nothing', t =>
  onEachStore(t, {}, async (t, server) => {
    await assertUnchanged(t, server, async () => {
      const trunk = await server.call('DELETE', `${number}/assign`)
      t.strictSame(statusAndBody(trunk), [200, { ...withoutTrunk, updated_at: seedTime }])
      const application = await server.call('DELETE', `${number}/application`)
      t.strictSame(statusAndBody(application), [200, { ...withoutApplication, updated_at: seedTime }])
    })
  }),
)

behaviorTest(t, 'delete-other-kind', t =>
  onEachStore(t, {}, async (t, server) => {
    await server.call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
    server.now = '2026-05-01T00:00:00Z'
    await assertUnchanged(t, server, async () => {
      const application = await server.call('DELETE', `${number}/application`)
      t.strictSame(statusAndBody(application), [200, { ...withoutApplication, trunk_id: 'trunk_abc123' }])
      const trunk = await server.call('DELETE', `${indianNumber}/assign`)
      const indianFields = { e164: '+919876543210', application_id: 'app_xyz789', updated_at: '2026-04-09T10:30:00Z' }
      t.strictSame(statusAndBody(trunk), [200, { ...withoutTrunk, ...indianFields }])
    })
  }),
)

const deletes: Record<string, CallOptions> = {
  'a body': { body: { trunk_id: 'trunk_abc123' } },
  'a body that is not JSON': { body: '{' },
  'a body with an invalid type': { body: '{}', headers: { 'content-type': 'banana' } },
  'a body with another type': { body: 'x', headers: { 'content-type': 'text/plain' } },
  'a body without a type': { body: 'x', headers: { 'content-type': '' } },
  'a body over 64 KiB': { body: 'x'.repeat(100_000) },
  'a JSON type without a body': { headers: { 'content-type': 'application/json' } },
  'a JSON type with an empty body': { headers: { 'content-type': 'application/json', 'content-length': '0' } },
  'a chunked body': { body: '{}', headers: { 'transfer-encoding': 'chunked', 'content-length': '' } },
}

behaviorTest(t, 'delete-body', t =>
  onEachStore(t, {}, async (t, { call }) => {
    for (const [what, sent] of Object.entries(deletes)) {
      await call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
      t.strictSame(statusAndBody(await call('DELETE', `${number}/assign`, sent)), [200, withoutTrunk], what)
    }
  }),
)
