import type { AssignmentPolicy } from '../src/domain/policy.ts'

/** The default policy, without variants. */
export const defaultPolicy: AssignmentPolicy = {
  equalAssignUpdates: false,
  unassignClearsOtherKind: false,
  unassignNothingFails: false,
}
