import type { Policy } from '../src/domain/policy.ts'

/** The silences as they are read unless one says otherwise. */
export const asDecided: Policy = { equalMoves: false, otherKindClears: false, nothingIsRefused: false }
