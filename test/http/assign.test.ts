import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import { configuration, number, statusAndBody } from '../responses.ts'
import type { TestServer } from '../server.ts'
import { onEachStore } from '../server.ts'

const toTrunk = ({ call }: TestServer, id = 'trunk_abc123') =>
  call('POST', `${number}/assign`, { body: { trunk_id: id } })
const toApplication = ({ call }: TestServer, id = 'app_xyz789') =>
  call('POST', `${number}/application`, { body: { application_id: id } })

const onTrunk = configuration({ trunk_id: 'trunk_abc123' })
const onApplication = configuration({ application_id: 'app_xyz789' })

behaviorTest(t, 'assign-trunk', t =>
  onEachStore(t, {}, async (t, server) => {
    t.strictSame(statusAndBody(await toTrunk(server)), [200, onTrunk])
  }),
)

behaviorTest(t, 'assign-application', t =>
  onEachStore(t, {}, async (t, server) => {
    t.strictSame(statusAndBody(await toApplication(server)), [200, onApplication])
  }),
)

behaviorTest(t, 'success-status', t =>
  onEachStore(t, {}, async (t, server) => {
    const responses = [
      await toTrunk(server),
      await server.call('DELETE', `${number}/assign`),
      await toApplication(server),
      await server.call('DELETE', `${number}/application`),
    ]
    t.strictSame(
      responses.map(({ status }) => status),
      [200, 200, 200, 200],
    )
  }),
)

behaviorTest(t, 'other-kind-replaced', t =>
  onEachStore(t, {}, async (t, server) => {
    await toTrunk(server)
    t.strictSame(statusAndBody(await toApplication(server)), [200, onApplication])
    t.strictSame(statusAndBody(await toTrunk(server)), [200, onTrunk])
  }),
)

behaviorTest(t, 'never-both', t =>
  onEachStore(t, {}, async (t, server) => {
    const all = [toTrunk, toApplication, toTrunk, toApplication].map(assign => assign(server))
    for (const { body } of await Promise.all(all)) {
      const { trunk_id, application_id } = body as typeof onTrunk
      t.equal([trunk_id, application_id].filter(id => id === null).length, 1, `${trunk_id} or ${application_id}`)
    }
  }),
)

behaviorTest(t, 'same-kind-replaced', t => {
  const own = { id: 'trunk_second', account_id: 'acc_123abc' }
  const other = { id: 'app_second', account_id: 'acc_123abc' }
  return onEachStore(t, { additions: { trunks: [own], applications: [other] } }, async (t, server) => {
    await toTrunk(server)
    t.strictSame(statusAndBody(await toTrunk(server, own.id)), [200, configuration({ trunk_id: own.id })])
    await toApplication(server)
    t.strictSame(statusAndBody(await toApplication(server, other.id)), [
      200,
      configuration({ application_id: other.id }),
    ])
  })
})

behaviorTest(t, 'immediate', t =>
  onEachStore(t, {}, async (t, server) => {
    const read = async () => {
      const { body } = await server.call('GET', number)
      const { trunk_id, application_id, updated_at } = body as typeof onTrunk
      return configuration({ trunk_id, application_id, updated_at })
    }
    await toTrunk(server)
    t.strictSame(await read(), onTrunk)
    await toApplication(server)
    t.strictSame(await read(), onApplication)
    await server.call('DELETE', `${number}/application`)
    t.strictSame(await read(), configuration({}))
  }),
)
