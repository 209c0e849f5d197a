/** How the vendor's silences about configuring a number are read. */
export interface Policy {
  /** Whether assigning what is assigned already is a change, of which `updatedAt` tells. */
  readonly equalMoves: boolean
  /** Whether unassigning one kind takes the number off the other too. */
  readonly otherKindClears: boolean
  /** Whether unassigning is refused where nothing is assigned. */
  readonly nothingIsRefused: boolean
}
