import t from 'tap'
import { row } from '../behavior.ts'
import type { Refused } from '../responses.ts'
import { applicationFault, e164Fault, invalid, number, outcome, refused, trunkFault, unchanged } from '../responses.ts'
import type { Call } from '../server.ts'
import { numbers, onEachStore } from '../server.ts'

const body = { field: 'body', reason: 'is not valid JSON' }
const missing = { field: 'trunk_id', reason: 'required field missing' }
const country = { field: 'country', reason: 'must be two letters (ISO 3166-1 alpha-2)' }
const status = { field: 'status', reason: 'must be one of active, pending, suspended' }
const page = { field: 'page', reason: 'must be an integer from 1 to 1000000000' }
const perPage = { field: 'per_page', reason: 'must be an integer from 1 to 100' }

const faulty: [method: string, path: string, sent: Call, expected: Refused][] = [
  ['POST', `${numbers}/555/assign`, { body: { trunk_id: 'abc' } }, invalid(e164Fault, trunkFault)],
  ['POST', `${numbers}/555/application`, { body: { application_id: 5 } }, invalid(e164Fault, applicationFault)],
  ['POST', `${numbers}/555/assign`, { body: {} }, invalid(e164Fault, missing)],
  ['POST', `${numbers}/555/assign`, { body: '{' }, invalid(e164Fault, body)],
  ['GET', `${numbers}?page=0&per_page=101&status=x&country=USA`, {}, invalid(country, status, page, perPage)],
]

row(t, 'faults-together', t =>
  onEachStore(t, {}, (t, server) =>
    unchanged(t, server, async () => {
      for (const [method, path, sent, expected] of faulty) {
        t.strictSame(outcome(await server.call(method, path, sent)), expected, `${method} ${path}`)
      }
    }),
  ),
)

row(t, 'error-envelope', t =>
  onEachStore(t, {}, async (t, { call }) => {
    const { status, headers, text } = await call('GET', '/nowhere')
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

const unknown = { authorization: 'Bearer tvx_sk_test_unknown' }
const readOnly = { authorization: 'Bearer tvx_sk_test_readonly' }
const large = `{"trunk_id":"${'x'.repeat(70_000)}"}`
const foreign = numbers.replace('acc_123abc', 'acc_456def')
const lost = { trunk_id: 'trunk_unknown' }
const others = { trunk_id: 'trunk_def456' }

/** Each request has the fault that is told, and some of those that come after it. */
const ordered: [fault: string, method: string, path: string, sent: Call, status: number, code: string][] = [
  ['HTTP', 'POST', '/nowhere/%zz', { headers: unknown, body: large }, 400, 'VALIDATION_FAILED'],
  ['HTTP', 'PUT', `${foreign}/%zz/assign`, { headers: unknown, body: large }, 400, 'VALIDATION_FAILED'],
  ['path', 'PUT', `${foreign}//assign`, { headers: unknown, body: large }, 404, 'NOT_FOUND'],
  ['path', 'POST', '/v1', { headers: { ...unknown, 'content-type': 'banana' }, body: large }, 404, 'NOT_FOUND'],
  ['method', 'PUT', `${foreign}/555/assign`, { headers: unknown, body: large }, 405, 'METHOD_NOT_ALLOWED'],
  ['method', 'QUERY', `${foreign}/555`, { headers: unknown }, 405, 'METHOD_NOT_ALLOWED'],
  ['key', 'POST', `${foreign}/555/assign`, { headers: unknown, body: large }, 401, 'UNAUTHORIZED'],
  ['key', 'GET', `${foreign}?page=0`, { headers: unknown }, 401, 'UNAUTHORIZED'],
  ['account', 'POST', `${foreign}/555/assign`, { headers: readOnly, body: large }, 403, 'FORBIDDEN'],
  ['read-only key', 'POST', `${numbers}/555/assign`, { headers: readOnly, body: large }, 403, 'FORBIDDEN'],
  ['size', 'POST', `${numbers}/555/assign`, { body: large }, 413, 'PAYLOAD_TOO_LARGE'],
  ['path and body', 'POST', `${numbers}/555/assign`, { body: '{' }, 400, 'VALIDATION_FAILED'],
  ['body', 'POST', `${numbers}/+14155550000/assign`, { body: '{' }, 400, 'VALIDATION_FAILED'],
  ['number', 'POST', `${numbers}/+14155550000/assign`, { body: lost }, 404, 'NOT_FOUND'],
  ['number', 'POST', `${numbers}/+14155550001/assign`, { body: lost }, 403, 'FORBIDDEN'],
  ['number', 'POST', `${numbers}/+14155550001/assign`, { body: others }, 403, 'FORBIDDEN'],
  ['destination', 'POST', `${number}/assign`, { body: lost }, 404, 'NOT_FOUND'],
  ['destination', 'POST', `${number}/assign`, { body: others }, 403, 'FORBIDDEN'],
]

/** Where the same status and code come from two faults. */
const messages: Record<string, string> = {
  account: 'Insufficient permissions for this account',
  'read-only key': 'Insufficient permissions to assign this trunk',
}

row(t, 'check-order', t => {
  const pending = { e164: '+14155550001', account_id: 'acc_123abc', status: 'pending' } as const
  return onEachStore(t, { additions: { numbers: [pending] } }, (t, server) =>
    unchanged(t, server, async () => {
      for (const [fault, method, path, sent, status, code] of ordered) {
        const answer = await server.call(method, path, sent)
        const { error } = answer.body as { error: { code: string; message: string } }
        t.strictSame([answer.status, error.code], [status, code], `${fault}: ${method} ${path}`)
        if (fault in messages) t.equal(error.message, messages[fault])
      }
      const wrong = await server.call('POST', `${numbers}/+14155550001/assign`, { body: others })
      t.strictSame(outcome(wrong), refused(403, 'FORBIDDEN', 'Number is pending and cannot be configured'))
    }),
  )
})
