import type { Clock } from './clock.ts'
import type { Destination } from './destination.ts'
import { DomainError } from './error.ts'
import type { Assignment, DestinationKind, PhoneNumber } from './number.ts'
import type { AssignmentPolicy } from './policy.ts'

/** The stored records that an assignment needs; null if one does not exist. */
export interface AssignmentInput {
  readonly number: PhoneNumber | null
  readonly destination: Pick<Destination, 'accountId'> | null
}

/**
 * Returns the number assigned to `to`. "Assigning to a trunk will automatically unassign any existing application (and
 * vice versa)." Returns the same object if nothing changes.
 */
export function assign(
  account: string,
  found: AssignmentInput,
  to: NonNullable<Assignment>,
  clock: Clock,
  { equalAssignUpdates }: AssignmentPolicy,
): PhoneNumber {
  const number = requireConfigurable(account, found.number)
  if (found.destination === null) throw new DomainError(`${to.kind}_not_found`)
  if (found.destination.accountId !== account) throw new DomainError(`${to.kind}_assign_forbidden`)
  const isEqual = number.assignment?.kind === to.kind && number.assignment.id === to.id
  if (isEqual && !equalAssignUpdates) return number
  return withAssignment(number, to, clock)
}

/**
 * Returns the number without its trunk, or without its application ("Remove the trunk assignment"). Returns the same object
 * if nothing changes.
 */
export function unassign(
  account: string,
  found: PhoneNumber | null,
  kind: DestinationKind,
  clock: Clock,
  { unassignClearsOtherKind, unassignNothingFails }: AssignmentPolicy,
): PhoneNumber {
  const number = requireConfigurable(account, found)
  if (number.assignment === null && unassignNothingFails) throw new DomainError(`${kind}_not_assigned`)
  if (number.assignment === null || (number.assignment.kind !== kind && !unassignClearsOtherKind)) return number
  return withoutAssignment(number, clock)
}

/** Returns the number without an assignment. */
export function withoutAssignment(number: PhoneNumber, clock: Clock): PhoneNumber {
  return withAssignment(number, null, clock)
}

/** Returns the number if it belongs to the account. Otherwise throws `number_not_found`. */
export function requireOwnedNumber(account: string, number: PhoneNumber | null): PhoneNumber {
  if (number === null || number.accountId !== account) throw new DomainError('number_not_found')
  return number
}

/** Returns the number if it can be configured: the vendor's page says "always "active" for configured numbers". */
function requireConfigurable(account: string, found: PhoneNumber | null): PhoneNumber {
  const number = requireOwnedNumber(account, found)
  if (number.status !== 'active') throw new DomainError(`number_${number.status}`)
  return number
}

function withAssignment(number: PhoneNumber, assignment: Assignment, clock: Clock): PhoneNumber {
  return { ...number, assignment, updatedAt: clock(number.updatedAt) }
}
