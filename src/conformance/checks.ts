import type { LedgerId } from '../ledger/ledger.ts'
import { accessChecks } from './access.ts'
import { callChecks } from './call.ts'
import type { Check, Unseen } from './check.ts'
import { configureChecks } from './configure.ts'
import { destinationChecks } from './destination.ts'
import { listChecks } from './list.ts'
import { requestChecks } from './request.ts'

/** How each row of the ledger is seen from outside, or why it is not. */
export const checks: Readonly<Record<LedgerId, Check | Unseen>> = {
  ...configureChecks,
  ...accessChecks,
  ...listChecks,
  ...destinationChecks,
  ...requestChecks,
  ...callChecks,
}
