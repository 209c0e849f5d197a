import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import { assertUnchanged, forbidden, indianNumber, notFound, number, statusAndBody } from '../responses.ts'
import { numbers, onEachStore } from '../server.ts'

const calls = [
  ['POST', '/assign', { body: { trunk_id: 'trunk_abc123' } }],
  ['POST', '/application', { body: { application_id: 'app_xyz789' } }],
  ['DELETE', '/assign', {}],
  ['DELETE', '/application', {}],
] as const

behaviorTest(t, 'number-not-found', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      for (const e164 of ['+14155550000', '+14155559999', '+1234567', '+123456789012345']) {
        for (const [method, rest, call] of calls) {
          const response = await server.call(method, `${numbers}/${e164}${rest}`, call)
          t.strictSame(
            statusAndBody(response),
            notFound('Number not found in your account'),
            `${method} ${e164}${rest}`,
          )
        }
      }
    }),
  ),
)

const unknown = { trunk_id: 'trunk_unknown', application_id: 'app_unknown' }

behaviorTest(t, 'destination-not-found', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      for (const path of [
        `${number}/assign`,
        `${number}/application`,
        `${indianNumber}/assign`,
        `${indianNumber}/application`,
      ]) {
        t.equal((await server.call('POST', path, { body: unknown })).status, 404, path)
      }
    }),
  ),
)

behaviorTest(t, 'destination-not-found-words', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const trunk = { field: 'trunk_id', reason: 'no such trunk in your account' }
    const trunkResponse = await call('POST', `${number}/assign`, { body: unknown })
    t.strictSame(statusAndBody(trunkResponse), notFound('Trunk not found', trunk))
    const application = { field: 'application_id', reason: 'no such application in your account' }
    const applicationResponse = await call('POST', `${number}/application`, { body: unknown })
    t.strictSame(statusAndBody(applicationResponse), notFound('Application not found', application))
  }),
)

behaviorTest(t, 'destination-forbidden', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      const body = { trunk_id: 'trunk_def456', application_id: 'app_uvw456' }
      for (const path of [number, indianNumber]) {
        const trunk = await server.call('POST', `${path}/assign`, { body })
        t.strictSame(statusAndBody(trunk), forbidden('Insufficient permissions to assign this trunk'))
        const application = await server.call('POST', `${path}/application`, { body })
        t.strictSame(statusAndBody(application), forbidden('Insufficient permissions to assign this application'))
      }
    }),
  ),
)
