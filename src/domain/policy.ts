/** The rules of assignments that the vendor's documentation leaves open. */
export interface AssignmentPolicy {
  /** Whether assigning the current destination again sets `updatedAt`. */
  readonly equalAssignUpdates: boolean
  /** Whether unassigning one kind also removes an assignment of the other kind. */
  readonly unassignClearsOtherKind: boolean
  /** Whether unassigning a number without an assignment is an error. */
  readonly unassignNothingFails: boolean
}
