import type { call } from '../behaviors/call.ts'
import type { ChecksOf } from './check.ts'

const rung = { unseen: 'calls come from the telephone network, not through the API' }

/** Of src/ledger/call.ts. */
export const callChecks = {
  'call-busy': rung,
  'call-immediate': rung,
  'call-trunk': rung,
  'call-application': rung,
  'call-inactive': rung,
  'call-ended': rung,
  'webhook-limits': rung,
  'webhook-signature': rung,
  'webhook-voxml': rung,
  'webhook-retry': rung,
  'webhook-where': rung,
} satisfies ChecksOf<typeof call>
