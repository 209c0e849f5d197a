import t from 'tap'
import { realClock } from '../../src/domain/clock.ts'
import { behaviorTest } from '../behavior.ts'
import { assertUnchanged, configuration, number, statusAndBody } from '../responses.ts'
import type { TestServer } from '../server.ts'
import { onEachStore } from '../server.ts'

const onTrunk = configuration({ trunk_id: 'trunk_abc123' })
const assign = ({ call }: TestServer) => call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
const unassign = ({ call }: TestServer) => call('DELETE', `${number}/assign`)
const timeOf = ({ body }: { body: unknown }) => (body as { updated_at: string }).updated_at

behaviorTest(t, 'assign-equal', t =>
  onEachStore(t, {}, async (t, server) => {
    await assign(server)
    server.now = '2026-04-10T00:00:00Z'
    await assertUnchanged(t, server, async () => t.strictSame(statusAndBody(await assign(server)), [200, onTrunk]))
    const body = { application_id: 'app_xyz789' }
    await server.call('POST', `${number}/application`, { body })
    server.now = '2026-04-11T00:00:00Z'
    const equal = await server.call('POST', `${number}/application`, { body })
    t.strictSame(statusAndBody(equal), [200, configuration({ ...body, updated_at: '2026-04-10T00:00:00Z' })])
  }),
)

behaviorTest(t, 'same-second', async t => {
  await onEachStore(t, {}, async (t, server) => {
    t.equal(timeOf(await assign(server)), '2026-04-09T11:15:00Z')
    t.equal(timeOf(await unassign(server)), '2026-04-09T11:15:00Z', 'the same within one second')
    server.now = '2020-01-01T00:00:00Z'
    t.equal(timeOf(await assign(server)), '2020-01-01T00:00:00Z', 'a frozen clock is used')
  })
  let milliseconds = Date.parse('2030-01-01T00:00:00.500Z')
  await onEachStore(t, { clock: realClock(() => milliseconds) }, async (t, server) => {
    milliseconds = Date.parse('2030-01-01T00:00:00.500Z')
    t.equal(timeOf(await assign(server)), '2030-01-01T00:00:00Z')
    milliseconds = Date.parse('2029-12-31T23:00:00Z')
    t.equal(
      timeOf(await unassign(server)),
      '2030-01-01T00:00:00Z',
      'the real clock is never before the previous change',
    )
    milliseconds = Date.parse('2030-01-01T00:00:01Z')
    t.equal(timeOf(await assign(server)), '2030-01-01T00:00:01Z')
  })
})
