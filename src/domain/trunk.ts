import { withoutAssignment } from './assignment.ts'
import type { Clock } from './clock.ts'
import type { Destination, Trunk } from './destination.ts'
import { DomainError } from './error.ts'
import type { PhoneNumber } from './number.ts'

/** What an account says of a trunk. */
export type TrunkFields = Omit<Trunk, 'kind' | 'id' | 'accountId' | 'createdAt'>

export function createTrunk(accountId: string, id: string, fields: TrunkFields, clock: Clock): Trunk {
  return { kind: 'trunk', id, accountId, ...fields, createdAt: clock(0) }
}

/** The trunk with these fields in place of all that it had. */
export function updateTrunk(account: string, found: Destination | null, fields: TrunkFields): Trunk {
  return { ...requireOwnedTrunk(account, found), ...fields }
}

/** The trunk, if the account has it. */
export function requireOwnedTrunk(account: string, found: Destination | null): Trunk {
  if (found?.kind !== 'trunk' || found.accountId !== account) throw new DomainError('trunk_not_found')
  return found
}

/** The trunk's numbers without it: what was assigned to it becomes unassigned. */
export function removeTrunk(
  account: string,
  found: { readonly destination: Destination | null; readonly assignedNumbers: readonly PhoneNumber[] },
  clock: Clock,
): readonly PhoneNumber[] {
  requireOwnedTrunk(account, found.destination)
  return found.assignedNumbers.map(number => withoutAssignment(number, clock))
}
