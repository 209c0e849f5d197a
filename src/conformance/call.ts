import type { call } from '../behaviors/call.ts'
import type { ChecksOf } from './check.ts'

const notObservable = { reason: 'calls come from the telephone network, not through the API' }

/** The checks for src/behaviors/call.ts. */
export const callChecks = {
  'call-busy': notObservable,
  'call-immediate': notObservable,
  'call-trunk': notObservable,
  'call-application': notObservable,
  'call-inactive': notObservable,
  'call-ended': notObservable,
  'webhook-limits': notObservable,
  'webhook-signature': notObservable,
  'webhook-voxml': notObservable,
  'webhook-retry': notObservable,
  'webhook-where': notObservable,
} satisfies ChecksOf<typeof call>
