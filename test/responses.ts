import type { Test } from 'tap'
import type { TestResponse, TestServer } from './server.ts'
import { numbers } from './server.ts'

/** The number of the demo seed that is unassigned, and the one that is assigned to an application. */
export const number = `${numbers}/+14155551234`
export const indianNumber = `${numbers}/+919876543210`

export const seedTime = '2026-04-01T14:30:00Z'
export const now = '2026-04-09T11:15:00Z'

/** The body of a response that configures `number`. */
export function configuration(fields: Record<string, unknown>) {
  return {
    e164: '+14155551234',
    trunk_id: null,
    application_id: null,
    status: 'active',
    updated_at: now,
    ...fields,
  }
}

export interface Detail {
  readonly field: string
  readonly reason: string
}

/** The status and the body of an error response. */
export type ExpectedError = readonly [status: number, body: unknown]

export function errorResponse(status: number, code: string, message: string, ...details: Detail[]): ExpectedError {
  const error = details.length === 0 ? { code, message } : { code, message, details }
  return [status, { error }]
}

export const invalid = (...details: Detail[]) =>
  errorResponse(400, 'VALIDATION_FAILED', 'Request validation failed', ...details)
export const notFound = (message: string, ...details: Detail[]) => errorResponse(404, 'NOT_FOUND', message, ...details)
export const forbidden = (message: string) => errorResponse(403, 'FORBIDDEN', message)

export const e164Detail = { field: 'e164', reason: 'must be E.164 format (e.g., +14155551234)' }
export const trunkIdDetail = { field: 'trunk_id', reason: 'must match ^trunk_[A-Za-z0-9_-]{1,64}$' }
export const applicationIdDetail = { field: 'application_id', reason: 'must match ^app_[A-Za-z0-9_-]{1,64}$' }
export const invalidNumber = errorResponse(400, 'VALIDATION_FAILED', 'Invalid phone number format', e164Detail)
export const invalidTrunkId = errorResponse(400, 'VALIDATION_FAILED', 'Invalid trunk_id format', trunkIdDetail)
export const invalidApplicationId = errorResponse(
  400,
  'VALIDATION_FAILED',
  'Invalid application_id format',
  applicationIdDetail,
)
export const unauthorized = errorResponse(401, 'UNAUTHORIZED', 'Invalid or missing API key')

export const statusAndBody = ({ status, body }: Pick<TestResponse, 'status' | 'body'>) => [status, body]

/** Asserts that `act` changes nothing in either account of the demo seed. */
export async function assertUnchanged(t: Test, { call }: TestServer, act: () => Promise<unknown>): Promise<void> {
  const read = async () => [
    await call('GET', numbers),
    await call('GET', '/v1/account/acc_123abc/trunks'),
    await call('GET', '/v1/voice/applications/app_xyz789'),
    await call('GET', numbers.replace('acc_123abc', 'acc_456def'), {
      headers: { authorization: 'Bearer tvx_sk_test_other' },
    }),
  ]
  const before = (await read()).map(statusAndBody)
  await act()
  t.strictSame((await read()).map(statusAndBody), before, 'nothing changed')
}
