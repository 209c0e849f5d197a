/** How the vendor's silences about configuring a number are read. */
export interface AssignmentPolicy {
  /** Whether assigning what is assigned already is a change, of which `updatedAt` tells. */
  readonly equalAssignUpdates: boolean
  /** Whether unassigning one kind takes the number off the other too. */
  readonly unassignClearsOtherKind: boolean
  /** Whether unassigning is refused where nothing is assigned. */
  readonly unassignNothingFails: boolean
}
