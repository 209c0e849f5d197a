import type { Test } from 'tap'
import type { Answer, TestServer } from './server.ts'
import { numbers } from './server.ts'

/** The demo's number that goes nowhere yet, and the one that goes to an application. */
export const number = `${numbers}/+14155551234`
export const indian = `${numbers}/+919876543210`

export const never = '2026-04-01T14:30:00Z'
export const now = '2026-04-09T11:15:00Z'

/** The body of a change of `number`. */
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

/** What a refusal answers: its status and its body. */
export type Refused = readonly [status: number, body: unknown]

export function refused(status: number, code: string, message: string, ...details: Detail[]): Refused {
  const error = details.length === 0 ? { code, message } : { code, message, details }
  return [status, { error }]
}

export const invalid = (...details: Detail[]) =>
  refused(400, 'VALIDATION_FAILED', 'Request validation failed', ...details)
export const notFound = (message: string, ...details: Detail[]) => refused(404, 'NOT_FOUND', message, ...details)
export const forbidden = (message: string) => refused(403, 'FORBIDDEN', message)

export const e164Fault = { field: 'e164', reason: 'must be E.164 format (e.g., +14155551234)' }
export const trunkFault = { field: 'trunk_id', reason: 'must match ^trunk_[A-Za-z0-9_-]{1,64}$' }
export const applicationFault = { field: 'application_id', reason: 'must match ^app_[A-Za-z0-9_-]{1,64}$' }
export const badNumber = refused(400, 'VALIDATION_FAILED', 'Invalid phone number format', e164Fault)
export const badTrunk = refused(400, 'VALIDATION_FAILED', 'Invalid trunk_id format', trunkFault)
export const badApplication = refused(400, 'VALIDATION_FAILED', 'Invalid application_id format', applicationFault)
export const unauthorized = refused(401, 'UNAUTHORIZED', 'Invalid or missing API key')

export const outcome = ({ status, body }: Pick<Answer, 'status' | 'body'>) => [status, body]

/** Both accounts of the demo are, after `act`, what they were before it. */
export async function unchanged(t: Test, { call }: TestServer, act: () => Promise<unknown>): Promise<void> {
  const read = async () => [
    await call('GET', numbers),
    await call('GET', '/v1/account/acc_123abc/trunks'),
    await call('GET', '/v1/voice/applications/app_xyz789'),
    await call('GET', numbers.replace('acc_123abc', 'acc_456def'), {
      headers: { authorization: 'Bearer tvx_sk_test_other' },
    }),
  ]
  const before = (await read()).map(outcome)
  await act()
  t.strictSame((await read()).map(outcome), before, 'nothing has changed')
}
