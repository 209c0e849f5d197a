import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import type { ExpectedError } from '../responses.ts'
import {
  applicationIdDetail,
  assertUnchanged,
  e164Detail,
  errorResponse,
  invalid,
  number,
  statusAndBody,
  trunkIdDetail,
} from '../responses.ts'
import type { CallOptions } from '../server.ts'
import { numbers, onEachStore } from '../server.ts'

const body = { field: 'body', reason: 'is not valid JSON' }
const missing = { field: 'trunk_id', reason: 'required field missing' }
const country = { field: 'country', reason: 'must be two letters (ISO 3166-1 alpha-2)' }
const status = { field: 'status', reason: 'must be one of active, pending, suspended' }
const page = { field: 'page', reason: 'must be an integer from 1 to 1000000000' }
const perPage = { field: 'per_page', reason: 'must be an integer from 1 to 100' }

const invalidRequests: [method: string, path: string, sent: CallOptions, expected: ExpectedError][] = [
  ['POST', `${numbers}/555/assign`, { body: { trunk_id: 'abc' } }, invalid(e164Detail, trunkIdDetail)],
  ['POST', `${numbers}/555/application`, { body: { application_id: 5 } }, invalid(e164Detail, applicationIdDetail)],
  ['POST', `${numbers}/555/assign`, { body: {} }, invalid(e164Detail, missing)],
  ['POST', `${numbers}/555/assign`, { body: '{' }, invalid(e164Detail, body)],
  ['GET', `${numbers}?page=0&per_page=101&status=x&country=USA`, {}, invalid(country, status, page, perPage)],
]

behaviorTest(t, 'errors-together', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      for (const [method, path, sent, expected] of invalidRequests) {
        t.strictSame(statusAndBody(await server.call(method, path, sent)), expected, `${method} ${path}`)
      }
    }),
  ),
)

behaviorTest(t, 'error-envelope', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const { status, headers, text } = await call('GET', '/unknown')
    const { date, 'x-request-id': id, ...rest } = headers
    const json = { 'content-type': 'application/json; charset=utf-8', 'content-length': '61', connection: 'close' }
    t.strictSame([status, rest], [404, json])
    t.equal(text, '{"error":{"code":"NOT_FOUND","message":"Resource not found"}}')
    const detailed = await call('GET', `${numbers}/555`)
    t.equal(
      detailed.text,
      '{"error":{"code":"VALIDATION_FAILED","message":"Invalid phone number format","details":' +
        '[{"field":"e164","reason":"must be E.164 format (e.g., +14155551234)"}]}}',
    )
  }),
)

const unknownKey = { authorization: 'Bearer tvx_sk_test_unknown' }
const readOnly = { authorization: 'Bearer tvx_sk_test_readonly' }
const large = `{"trunk_id":"${'x'.repeat(70_000)}"}`
const foreign = numbers.replace('acc_123abc', 'acc_456def')
const unknownTrunk = { trunk_id: 'trunk_unknown' }
const foreignTrunk = { trunk_id: 'trunk_def456' }

/** Requests with several errors. Each response reports the error that is checked first. */
const ordered: [check: string, method: string, path: string, sent: CallOptions, status: number, code: string][] = [
  ['HTTP', 'POST', '/unknown/%zz', { headers: unknownKey, body: large }, 400, 'VALIDATION_FAILED'],
  ['HTTP', 'PUT', `${foreign}/%zz/assign`, { headers: unknownKey, body: large }, 400, 'VALIDATION_FAILED'],
  ['path', 'PUT', `${foreign}//assign`, { headers: unknownKey, body: large }, 404, 'NOT_FOUND'],
  ['path', 'POST', '/v1', { headers: { ...unknownKey, 'content-type': 'banana' }, body: large }, 404, 'NOT_FOUND'],
  ['method', 'PUT', `${foreign}/555/assign`, { headers: unknownKey, body: large }, 405, 'METHOD_NOT_ALLOWED'],
  ['method', 'QUERY', `${foreign}/555`, { headers: unknownKey }, 405, 'METHOD_NOT_ALLOWED'],
  ['key', 'POST', `${foreign}/555/assign`, { headers: unknownKey, body: large }, 401, 'UNAUTHORIZED'],
  ['key', 'GET', `${foreign}?page=0`, { headers: unknownKey }, 401, 'UNAUTHORIZED'],
  ['account', 'POST', `${foreign}/555/assign`, { headers: readOnly, body: large }, 403, 'FORBIDDEN'],
  ['read-only key', 'POST', `${numbers}/555/assign`, { headers: readOnly, body: large }, 403, 'FORBIDDEN'],
  ['size', 'POST', `${numbers}/555/assign`, { body: large }, 413, 'PAYLOAD_TOO_LARGE'],
  ['path and body', 'POST', `${numbers}/555/assign`, { body: '{' }, 400, 'VALIDATION_FAILED'],
  ['body', 'POST', `${numbers}/+14155550000/assign`, { body: '{' }, 400, 'VALIDATION_FAILED'],
  ['number', 'POST', `${numbers}/+14155550000/assign`, { body: unknownTrunk }, 404, 'NOT_FOUND'],
  ['number', 'POST', `${numbers}/+14155550001/assign`, { body: unknownTrunk }, 403, 'FORBIDDEN'],
  ['number', 'POST', `${numbers}/+14155550001/assign`, { body: foreignTrunk }, 403, 'FORBIDDEN'],
  ['destination', 'POST', `${number}/assign`, { body: unknownTrunk }, 404, 'NOT_FOUND'],
  ['destination', 'POST', `${number}/assign`, { body: foreignTrunk }, 403, 'FORBIDDEN'],
]

/** The messages of errors with the same status and code. */
const messages: Record<string, string> = {
  account: 'Insufficient permissions for this account',
  'read-only key': 'Insufficient permissions to assign this trunk',
}

behaviorTest(t, 'check-order', t => {
  const pending = { e164: '+14155550001', account_id: 'acc_123abc', status: 'pending' } as const
  return onEachStore(t, { additions: { numbers: [pending] } }, (t, server) =>
    assertUnchanged(t, server, async () => {
      for (const [check, method, path, sent, status, code] of ordered) {
        const response = await server.call(method, path, sent)
        const { error } = response.body as { error: { code: string; message: string } }
        t.strictSame([response.status, error.code], [status, code], `${check}: ${method} ${path}`)
        if (check in messages) t.equal(error.message, messages[check])
      }
      const pendingNumber = await server.call('POST', `${numbers}/+14155550001/assign`, { body: foreignTrunk })
      t.strictSame(
        statusAndBody(pendingNumber),
        errorResponse(403, 'FORBIDDEN', 'Number is pending and cannot be configured'),
      )
    }),
  )
})
