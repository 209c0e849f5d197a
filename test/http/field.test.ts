import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import { assertUnchanged, configuration, invalid, number, statusAndBody } from '../responses.ts'
import { onEachStore } from '../server.ts'

const missing = (field: string) => invalid({ field, reason: 'required field missing' })

behaviorTest(t, 'field-missing', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      for (const body of [
        {},
        { trunkId: 'trunk_abc123' },
        { Trunk_id: 'trunk_abc123' },
        { application_id: 'app_xyz789' },
      ]) {
        const response = await server.call('POST', `${number}/assign`, { body })
        t.strictSame(statusAndBody(response), missing('trunk_id'), JSON.stringify(body))
      }
      for (const body of [{}, { id: 'app_xyz789' }, { trunk_id: 'trunk_abc123' }]) {
        const response = await server.call('POST', `${number}/application`, { body })
        t.strictSame(statusAndBody(response), missing('application_id'), JSON.stringify(body))
      }
    }),
  ),
)

behaviorTest(t, 'extra-fields', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const extra = { status: 'suspended', e164: '+14155550000', updated_at: null, nested: [{ deep: true }], toString: 1 }
    const both = { trunk_id: 'trunk_abc123', application_id: 'an invalid id', ...extra }
    const trunk = await call('POST', `${number}/assign`, { body: both })
    t.strictSame(statusAndBody(trunk), [200, configuration({ trunk_id: 'trunk_abc123' })])
    const other = { ...extra, application_id: 'app_xyz789', trunk_id: 7 }
    const application = await call('POST', `${number}/application`, { body: other })
    t.strictSame(statusAndBody(application), [200, configuration({ application_id: 'app_xyz789' })])
    const { body } = await call('GET', number)
    t.equal((body as { status: string }).status, 'active')
  }),
)
