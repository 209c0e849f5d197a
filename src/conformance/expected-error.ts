import type { Api, ExpectedResponse } from './api.ts'
import type { Matcher } from './matcher.ts'

interface Detail {
  readonly field: string
  readonly reason: string | Matcher
}

/** The vendor's envelope, its `message` and `details` where they are given. */
export function expectedError(
  status: number,
  code: string,
  message?: string,
  ...details: readonly Detail[]
): ExpectedResponse {
  const error = { code, ...(message !== undefined && { message }), ...(details.length > 0 && { details }) }
  return { status, body: { error } }
}

export const invalid = (message?: string, ...details: Detail[]) =>
  expectedError(400, 'VALIDATION_FAILED', message, ...details)
export const manyInvalid = (...details: Detail[]) => invalid('Request validation failed', ...details)
export const missing = (field: string) => ({ field, reason: 'required field missing' })
export const notFound = (message?: string, ...details: Detail[]) => expectedError(404, 'NOT_FOUND', message, ...details)
export const numberNotFound = notFound('Number not found in your account')
export const forbidden = (message?: string) => expectedError(403, 'FORBIDDEN', message)
export const otherAccount = forbidden('Insufficient permissions for this account')
export const unauthorized = expectedError(401, 'UNAUTHORIZED', 'Invalid or missing API key')

/** What nobody has: the number's area code is no one's. */
export const noNumber = '+19995550100'
export const noTrunk = 'trunk_conformance_none'
export const noApplication = 'app_conformance_none'
export const noAccount = 'acc_conformance_none'

/** A row that only a key of the account can show that the checks do not have. */
export const readOnlyKey = { unseen: 'needs a key that may only read' }

/** Sent without a valid key. */
export const withoutKey = { headers: { authorization: '' }, how: 'without a key' }
export const withUnknownKey = { headers: { authorization: 'Bearer tvx_sk_test_unknown' }, how: 'with an unknown key' }

/** Asks for an assignment of the named number that is to be refused. */
export async function refusesTrunk(api: Api, trunk_id: string, expected: ExpectedResponse): Promise<void> {
  await api.expect('POST', api.toTrunk(), expected, { body: { trunk_id } })
}

export async function refusesApplication(api: Api, application_id: string, expected: ExpectedResponse): Promise<void> {
  await api.expect('POST', api.toApplication, expected, { body: { application_id } })
}
