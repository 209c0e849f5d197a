import type { Clock } from './clock.ts'
import type { Destination } from './destination.ts'
import { DomainError } from './error.ts'
import type { Assignment, DestinationKind, PhoneNumber } from './number.ts'
import type { AssignmentPolicy } from './policy.ts'

/** What was found for an account that wants to configure a number. */
export interface Found {
  readonly number: PhoneNumber | null
  readonly destination: Pick<Destination, 'accountId'> | null
}

/**
 * The number with its calls routed to `to`. "Assigning to a trunk will automatically unassign any existing application
 * (and vice versa)." Where nothing changes, the same object comes back.
 */
export function assign(
  account: string,
  found: Found,
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
 * The number without its trunk, or without its application. "Remove the trunk assignment": where nothing changes, the
 * same object comes back.
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

/** The number with nowhere to go. */
export function withoutAssignment(number: PhoneNumber, clock: Clock): PhoneNumber {
  return withAssignment(number, null, clock)
}

/** The number, if the account has it: "Number not found in your account". */
export function requireOwnedNumber(account: string, number: PhoneNumber | null): PhoneNumber {
  if (number === null || number.accountId !== account) throw new DomainError('number_not_found')
  return number
}

/** "always "active" for configured numbers": what is not active cannot be configured. */
function requireConfigurable(account: string, found: PhoneNumber | null): PhoneNumber {
  const number = requireOwnedNumber(account, found)
  if (number.status !== 'active') throw new DomainError(`number_${number.status}`)
  return number
}

function withAssignment(number: PhoneNumber, assignment: Assignment, clock: Clock): PhoneNumber {
  return { ...number, assignment, updatedAt: clock(number.updatedAt) }
}
