import type { BehaviorId } from '../behaviors/catalog.ts'
import { accessChecks } from './access.ts'
import { assignmentChecks } from './assignment.ts'
import { callChecks } from './call.ts'
import type { Check, NotObservable } from './check.ts'
import { destinationChecks } from './destination.ts'
import { listChecks } from './list.ts'
import { requestChecks } from './request.ts'

/** The check of each behavior, or the reason why there is none. */
export const checks: Readonly<Record<BehaviorId, Check | NotObservable>> = {
  ...assignmentChecks,
  ...accessChecks,
  ...listChecks,
  ...destinationChecks,
  ...requestChecks,
  ...callChecks,
}
