import { withoutAssignment } from './assignment.ts'
import type { Clock } from './clock.ts'
import type { Destination, Trunk } from './destination.ts'
import { DomainError } from './error.ts'
import type { PhoneNumber } from './number.ts'

/** The fields of a trunk that can be set. */
export type TrunkFields = Omit<Trunk, 'kind' | 'id' | 'accountId' | 'createdAt'>

export function createTrunk(accountId: string, id: string, fields: TrunkFields, clock: Clock): Trunk {
  return { kind: 'trunk', id, accountId, ...fields, createdAt: clock(0) }
}

/** Returns the trunk with all of these fields replaced. Throws `trunk_not_found`. */
export function updateTrunk(account: string, found: Destination | null, fields: TrunkFields): Trunk {
  return { ...requireOwnedTrunk(account, found), ...fields }
}

/** Returns the trunk if it belongs to the account. Otherwise throws `trunk_not_found`. */
export function requireOwnedTrunk(account: string, found: Destination | null): Trunk {
  if (found?.kind !== 'trunk' || found.accountId !== account) throw new DomainError('trunk_not_found')
  return found
}

/** Returns the numbers of a deleted trunk, unassigned. Throws `trunk_not_found`. */
export function removeTrunk(
  account: string,
  found: { readonly destination: Destination | null; readonly assignedNumbers: readonly PhoneNumber[] },
  clock: Clock,
): readonly PhoneNumber[] {
  requireOwnedTrunk(account, found.destination)
  return found.assignedNumbers.map(number => withoutAssignment(number, clock))
}
