import t from 'tap'
import type { SeedFile } from '../../src/store/seed-file.ts'
import { behaviorTest } from '../behavior.ts'
import { assertUnchanged, configuration, forbidden, statusAndBody } from '../responses.ts'
import { numbers, onEachStore } from '../server.ts'

const account_id = 'acc_123abc'
const additions = {
  numbers: [
    { e164: '+14155550001', account_id, status: 'pending', trunk_id: 'trunk_abc123' },
    { e164: '+14155550002', account_id, status: 'suspended', application_id: 'app_xyz789' },
    { e164: '+14155550003', account_id, capabilities: ['sms'] },
    { e164: '+14155550004', account_id, capabilities: [] },
  ],
} satisfies SeedFile

const statuses = [
  ['+14155550001', 'pending'],
  ['+14155550002', 'suspended'],
] as const

behaviorTest(t, 'number-not-active', t =>
  onEachStore(t, { additions }, (t, server) =>
    assertUnchanged(t, server, async () => {
      for (const [e164, status] of statuses) {
        const expected = forbidden(`Number is ${status} and cannot be configured`)
        for (const kind of ['assign', 'application']) {
          const body = { trunk_id: 'trunk_unknown', application_id: 'app_unknown' }
          const path = `${numbers}/${e164}/${kind}`
          t.strictSame(statusAndBody(await server.call('POST', path, { body })), expected, `POST ${kind}, ${status}`)
          t.strictSame(statusAndBody(await server.call('DELETE', path)), expected, `DELETE ${kind}, ${status}`)
        }
      }
    }),
  ),
)

behaviorTest(t, 'number-without-voice', t =>
  onEachStore(t, { additions }, async (t, { call }) => {
    for (const e164 of ['+14155550003', '+14155550004']) {
      const trunk = await call('POST', `${numbers}/${e164}/assign`, { body: { trunk_id: 'trunk_abc123' } })
      t.strictSame(statusAndBody(trunk), [200, configuration({ e164, trunk_id: 'trunk_abc123' })])
      const removed = await call('DELETE', `${numbers}/${e164}/assign`)
      t.strictSame(statusAndBody(removed), [200, configuration({ e164, message: 'Trunk unassigned successfully' })])
    }
  }),
)
