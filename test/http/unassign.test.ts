import t from 'tap'
import { row } from '../behavior.ts'
import { configuration, indian, never, number, outcome, unchanged } from '../responses.ts'
import type { Call } from '../server.ts'
import { onEachStore } from '../server.ts'

const withoutTrunk = configuration({ message: 'Trunk unassigned successfully' })
const withoutApplication = configuration({ message: 'Application unassigned successfully' })

row(t, 'unassign-trunk', t =>
  onEachStore(t, {}, async (t, { call }) => {
    await call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
    t.strictSame(outcome(await call('DELETE', `${number}/assign`)), [200, withoutTrunk])
  }),
)

row(t, 'unassign-application', t =>
  onEachStore(t, {}, async (t, { call }) => {
    await call('POST', `${number}/application`, { body: { application_id: 'app_xyz789' } })
    t.strictSame(outcome(await call('DELETE', `${number}/application`)), [200, withoutApplication])
  }),
)

row(t, 'delete-nothing', t =>
  onEachStore(t, {}, async (t, server) => {
    await unchanged(t, server, async () => {
      const trunk = await server.call('DELETE', `${number}/assign`)
      t.strictSame(outcome(trunk), [200, { ...withoutTrunk, updated_at: never }])
      const application = await server.call('DELETE', `${number}/application`)
      t.strictSame(outcome(application), [200, { ...withoutApplication, updated_at: never }])
    })
  }),
)

row(t, 'delete-other-kind', t =>
  onEachStore(t, {}, async (t, server) => {
    await server.call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
    server.now = '2026-05-01T00:00:00Z'
    await unchanged(t, server, async () => {
      const application = await server.call('DELETE', `${number}/application`)
      t.strictSame(outcome(application), [200, { ...withoutApplication, trunk_id: 'trunk_abc123' }])
      const trunk = await server.call('DELETE', `${indian}/assign`)
      const stays = { e164: '+919876543210', application_id: 'app_xyz789', updated_at: '2026-04-09T10:30:00Z' }
      t.strictSame(outcome(trunk), [200, { ...withoutTrunk, ...stays }])
    })
  }),
)

const deletes: Record<string, Call> = {
  'a body': { body: { trunk_id: 'trunk_abc123' } },
  'a body that is no JSON': { body: '{' },
  'a body of a malformed type': { body: '{}', headers: { 'content-type': 'banana' } },
  'a body of another type': { body: 'x', headers: { 'content-type': 'text/plain' } },
  'a body of no type': { body: 'x', headers: { 'content-type': '' } },
  'a body over 64 KiB': { body: 'x'.repeat(100_000) },
  'a JSON type and none': { headers: { 'content-type': 'application/json' } },
  'a JSON type and an empty one': { headers: { 'content-type': 'application/json', 'content-length': '0' } },
  'a chunked one': { body: '{}', headers: { 'transfer-encoding': 'chunked', 'content-length': '' } },
}

row(t, 'delete-body', t =>
  onEachStore(t, {}, async (t, { call }) => {
    for (const [what, sent] of Object.entries(deletes)) {
      await call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
      t.strictSame(outcome(await call('DELETE', `${number}/assign`, sent)), [200, withoutTrunk], what)
    }
  }),
)
