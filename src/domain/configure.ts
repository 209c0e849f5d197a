import type { Clock } from './clock.ts'
import type { Destination } from './destination.ts'
import type { DestinationKind, PhoneNumber, Route } from './number.ts'
import type { Policy } from './policy.ts'
import { Refusal } from './refusal.ts'

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
  to: NonNullable<Route>,
  clock: Clock,
  { equalMoves }: Policy,
): PhoneNumber {
  const number = configurable(account, found.number)
  if (found.destination === null) throw new Refusal(`${to.kind}_not_found`)
  if (found.destination.accountId !== account) throw new Refusal(`${to.kind}_assign_forbidden`)
  const isEqual = number.route?.kind === to.kind && number.route.id === to.id
  if (isEqual && !equalMoves) return number
  return routed(number, to, clock)
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
  { otherKindClears, nothingIsRefused }: Policy,
): PhoneNumber {
  const number = configurable(account, found)
  if (number.route === null && nothingIsRefused) throw new Refusal(`${kind}_not_assigned`)
  if (number.route === null || (number.route.kind !== kind && !otherKindClears)) return number
  return unrouted(number, clock)
}

/** The number with nowhere to go. */
export function unrouted(number: PhoneNumber, clock: Clock): PhoneNumber {
  return routed(number, null, clock)
}

/** The number, if the account has it: "Number not found in your account". */
export function owned(account: string, number: PhoneNumber | null): PhoneNumber {
  if (number === null || number.accountId !== account) throw new Refusal('number_not_found')
  return number
}

/** "always "active" for configured numbers": what is not active cannot be configured. */
function configurable(account: string, found: PhoneNumber | null): PhoneNumber {
  const number = owned(account, found)
  if (number.status !== 'active') throw new Refusal(`number_${number.status}`)
  return number
}

function routed(number: PhoneNumber, route: Route, clock: Clock): PhoneNumber {
  return { ...number, route, updatedAt: clock(number.updatedAt) }
}
