import t from 'tap'
import { row } from '../behavior.ts'
import { configuration, number, outcome } from '../responses.ts'
import type { TestServer } from '../server.ts'
import { onEachStore } from '../server.ts'

const toTrunk = ({ call }: TestServer, id = 'trunk_abc123') =>
  call('POST', `${number}/assign`, { body: { trunk_id: id } })
const toApplication = ({ call }: TestServer, id = 'app_xyz789') =>
  call('POST', `${number}/application`, { body: { application_id: id } })

const onTrunk = configuration({ trunk_id: 'trunk_abc123' })
const onApplication = configuration({ application_id: 'app_xyz789' })

row(t, 'assign-trunk', t =>
  onEachStore(t, {}, async (t, server) => {
    t.strictSame(outcome(await toTrunk(server)), [200, onTrunk])
  }),
)

row(t, 'assign-application', t =>
  onEachStore(t, {}, async (t, server) => {
    t.strictSame(outcome(await toApplication(server)), [200, onApplication])
  }),
)

row(t, 'success-status', t =>
  onEachStore(t, {}, async (t, server) => {
    const answers = [
      await toTrunk(server),
      await server.call('DELETE', `${number}/assign`),
      await toApplication(server),
      await server.call('DELETE', `${number}/application`),
    ]
    t.strictSame(
      answers.map(({ status }) => status),
      [200, 200, 200, 200],
    )
  }),
)

row(t, 'other-kind-replaced', t =>
  onEachStore(t, {}, async (t, server) => {
    await toTrunk(server)
    t.strictSame(outcome(await toApplication(server)), [200, onApplication])
    t.strictSame(outcome(await toTrunk(server)), [200, onTrunk])
  }),
)

row(t, 'never-both', t =>
  onEachStore(t, {}, async (t, server) => {
    const all = [toTrunk, toApplication, toTrunk, toApplication].map(assign => assign(server))
    for (const { body } of await Promise.all(all)) {
      const { trunk_id, application_id } = body as typeof onTrunk
      t.equal([trunk_id, application_id].filter(id => id === null).length, 1, `${trunk_id} or ${application_id}`)
    }
  }),
)

row(t, 'same-kind-replaced', t => {
  const own = { id: 'trunk_second', account_id: 'acc_123abc' }
  const other = { id: 'app_second', account_id: 'acc_123abc' }
  return onEachStore(t, { additions: { trunks: [own], applications: [other] } }, async (t, server) => {
    await toTrunk(server)
    t.strictSame(outcome(await toTrunk(server, own.id)), [200, configuration({ trunk_id: own.id })])
    await toApplication(server)
    t.strictSame(outcome(await toApplication(server, other.id)), [200, configuration({ application_id: other.id })])
  })
})

row(t, 'immediate', t =>
  onEachStore(t, {}, async (t, server) => {
    const shown = async () => {
      const { body } = await server.call('GET', number)
      const { trunk_id, application_id, updated_at } = body as typeof onTrunk
      return configuration({ trunk_id, application_id, updated_at })
    }
    await toTrunk(server)
    t.strictSame(await shown(), onTrunk)
    await toApplication(server)
    t.strictSame(await shown(), onApplication)
    await server.call('DELETE', `${number}/application`)
    t.strictSame(await shown(), configuration({}))
  }),
)
