import t from 'tap'
import { realClock } from '../../src/domain/clock.ts'
import { row } from '../behavior.ts'
import { configuration, number, outcome, unchanged } from '../responses.ts'
import type { TestServer } from '../server.ts'
import { onEachStore } from '../server.ts'

const onTrunk = configuration({ trunk_id: 'trunk_abc123' })
const assign = ({ call }: TestServer) => call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
const unassign = ({ call }: TestServer) => call('DELETE', `${number}/assign`)
const timeOf = ({ body }: { body: unknown }) => (body as { updated_at: string }).updated_at

row(t, 'assign-equal', t =>
  onEachStore(t, {}, async (t, server) => {
    await assign(server)
    server.now = '2026-04-10T00:00:00Z'
    await unchanged(t, server, async () => t.strictSame(outcome(await assign(server)), [200, onTrunk]))
    const body = { application_id: 'app_xyz789' }
    await server.call('POST', `${number}/application`, { body })
    server.now = '2026-04-11T00:00:00Z'
    const equal = await server.call('POST', `${number}/application`, { body })
    t.strictSame(outcome(equal), [200, configuration({ ...body, updated_at: '2026-04-10T00:00:00Z' })])
  }),
)

row(t, 'same-second', async t => {
  await onEachStore(t, {}, async (t, server) => {
    t.equal(timeOf(await assign(server)), '2026-04-09T11:15:00Z')
    t.equal(timeOf(await unassign(server)), '2026-04-09T11:15:00Z', 'within a second it repeats')
    server.now = '2020-01-01T00:00:00Z'
    t.equal(timeOf(await assign(server)), '2020-01-01T00:00:00Z', 'a clock that is set is obeyed')
  })
  let milliseconds = Date.parse('2030-01-01T00:00:00.500Z')
  await onEachStore(t, { clock: realClock(() => milliseconds) }, async (t, server) => {
    milliseconds = Date.parse('2030-01-01T00:00:00.500Z')
    t.equal(timeOf(await assign(server)), '2030-01-01T00:00:00Z')
    milliseconds = Date.parse('2029-12-31T23:00:00Z')
    t.equal(timeOf(await unassign(server)), '2030-01-01T00:00:00Z', 'the real one never goes back')
    milliseconds = Date.parse('2030-01-01T00:00:01Z')
    t.equal(timeOf(await assign(server)), '2030-01-01T00:00:01Z')
  })
})
