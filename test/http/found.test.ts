import t from 'tap'
import { row } from '../behavior.ts'
import { forbidden, indian, notFound, number, outcome, unchanged } from '../responses.ts'
import { numbers, onEachStore } from '../server.ts'

const calls = [
  ['POST', '/assign', { body: { trunk_id: 'trunk_abc123' } }],
  ['POST', '/application', { body: { application_id: 'app_xyz789' } }],
  ['DELETE', '/assign', {}],
  ['DELETE', '/application', {}],
] as const

row(t, 'number-not-found', t =>
  onEachStore(t, {}, (t, server) =>
    unchanged(t, server, async () => {
      for (const e164 of ['+14155550000', '+14155559999', '+1234567', '+123456789012345']) {
        for (const [method, rest, call] of calls) {
          const answer = await server.call(method, `${numbers}/${e164}${rest}`, call)
          t.strictSame(outcome(answer), notFound('Number not found in your account'), `${method} ${e164}${rest}`)
        }
      }
    }),
  ),
)

const unknown = { trunk_id: 'trunk_unknown', application_id: 'app_unknown' }

row(t, 'destination-not-found', t =>
  onEachStore(t, {}, (t, server) =>
    unchanged(t, server, async () => {
      for (const path of [`${number}/assign`, `${number}/application`, `${indian}/assign`, `${indian}/application`]) {
        t.equal((await server.call('POST', path, { body: unknown })).status, 404, path)
      }
    }),
  ),
)

row(t, 'destination-not-found-words', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const trunk = { field: 'trunk_id', reason: 'no such trunk in your account' }
    const trunkAnswer = await call('POST', `${number}/assign`, { body: unknown })
    t.strictSame(outcome(trunkAnswer), notFound('Trunk not found', trunk))
    const application = { field: 'application_id', reason: 'no such application in your account' }
    const applicationAnswer = await call('POST', `${number}/application`, { body: unknown })
    t.strictSame(outcome(applicationAnswer), notFound('Application not found', application))
  }),
)

row(t, 'destination-forbidden', t =>
  onEachStore(t, {}, (t, server) =>
    unchanged(t, server, async () => {
      const body = { trunk_id: 'trunk_def456', application_id: 'app_uvw456' }
      for (const path of [number, indian]) {
        const trunk = await server.call('POST', `${path}/assign`, { body })
        t.strictSame(outcome(trunk), forbidden('Insufficient permissions to assign this trunk'))
        const application = await server.call('POST', `${path}/application`, { body })
        t.strictSame(outcome(application), forbidden('Insufficient permissions to assign this application'))
      }
    }),
  ),
)
