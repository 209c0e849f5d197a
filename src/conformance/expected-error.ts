import type { Api, ExpectedResponse } from './api.ts'
import type { Matcher } from './matcher.ts'

interface Detail {
  readonly field: string
  readonly reason: string | Matcher
}

/** An error in the vendor's format. `message` and `details` are compared only if they are passed. */
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
export const validationFailed = (...details: Detail[]) => invalid('Request validation failed', ...details)
export const missingField = (field: string) => ({ field, reason: 'required field missing' })
export const notFound = (message?: string, ...details: Detail[]) => expectedError(404, 'NOT_FOUND', message, ...details)
export const numberNotFound = notFound('Number not found in your account')
export const forbidden = (message?: string) => expectedError(403, 'FORBIDDEN', message)
export const otherAccount = forbidden('Insufficient permissions for this account')
export const unauthorized = expectedError(401, 'UNAUTHORIZED', 'Invalid or missing API key')

/** A number that does not exist: its area code is not in use. */
export const unknownNumber = '+19995550100'
/** Valid ids of resources that do not exist. */
export const unknownTrunk = 'trunk_conformance_none'
export const unknownApplication = 'app_conformance_none'
export const unknownAccount = 'acc_conformance_none'

/** Why behaviors of a read-only key are not checked: the checks have only one key, with full access. */
export const needsReadOnlyKey = { reason: 'needs a read-only key' }

/** Options of a request without a valid key. */
export const withoutKey = { headers: { authorization: '' }, note: 'without a key' }
export const withUnknownKey = { headers: { authorization: 'Bearer tvx_sk_test_unknown' }, note: 'with an unknown key' }

/** Tries to assign a trunk to the number under test, and expects an error. */
export async function expectTrunkError(api: Api, trunk_id: string, expected: ExpectedResponse): Promise<void> {
  await api.expect('POST', api.trunkAssignmentPath(), expected, { body: { trunk_id } })
}

/** Tries to assign an application to the number under test, and expects an error. */
export async function expectApplicationError(
  api: Api,
  application_id: string,
  expected: ExpectedResponse,
): Promise<void> {
  await api.expect('POST', api.applicationAssignmentPath, expected, { body: { application_id } })
}
