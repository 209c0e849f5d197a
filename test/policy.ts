import type { AssignmentPolicy } from '../src/domain/policy.ts'

/** The silences as they are read unless one says otherwise. */
export const defaultVariants: AssignmentPolicy = {
  equalAssignUpdates: false,
  unassignClearsOtherKind: false,
  unassignNothingFails: false,
}
