import type { Timestamp } from './clock.ts'

export type DestinationKind = 'trunk' | 'application'

/** The assignment of a number. "Either a trunk OR an application, but not both": the type cannot hold both. */
export type Assignment = { readonly kind: DestinationKind; readonly id: string } | null

export type NumberStatus = 'active' | 'pending' | 'suspended'

/** A phone number of an account; docs:/numbers/list. Fees are in `currency`. */
export interface PhoneNumber {
  /** E.164 */
  readonly e164: string
  readonly accountId: string
  readonly assignment: Assignment
  readonly status: NumberStatus
  /** ISO 3166-1 alpha-2 */
  readonly country: string
  readonly type: 'local' | 'toll_free' | 'mobile'
  readonly region: string
  readonly capabilities: readonly ('voice' | 'sms' | 'mms')[]
  readonly monthlyFee: number
  readonly setupFee: number
  readonly currency: string
  readonly createdAt: Timestamp
  /** "timestamp of last configuration change" */
  readonly updatedAt: Timestamp
}

/** Returns the id of the assigned trunk or application; null if the number is not assigned to one of that kind. */
export function assignedId({ assignment }: Pick<PhoneNumber, 'assignment'>, kind: DestinationKind): string | null {
  return assignment?.kind === kind ? assignment.id : null
}
