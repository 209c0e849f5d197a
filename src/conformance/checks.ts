import type { BehaviorId } from '../behaviors/catalog.ts'
import { accessChecks } from './access.ts'
import { configureChecks } from './assignment.ts'
import { callChecks } from './call.ts'
import type { Check, NotObservable } from './check.ts'
import { destinationChecks } from './destination.ts'
import { listChecks } from './list.ts'
import { requestChecks } from './request.ts'

/** How each row of the ledger is seen from outside, or why it is not. */
export const checks: Readonly<Record<BehaviorId, Check | NotObservable>> = {
  ...configureChecks,
  ...accessChecks,
  ...listChecks,
  ...destinationChecks,
  ...requestChecks,
  ...callChecks,
}
