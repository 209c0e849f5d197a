import assert from 'node:assert/strict'
import fc from 'fast-check'
import t from 'tap'
import { notFound, statusAndBody } from '../responses.ts'
import { key, numbers } from '../server.ts'
import type { SandboxServer } from './open.ts'
import { withSandbox } from './open.ts'

const namespaces = ['default', 'one', 'two'] as const
const e164s = ['+14155551234', '+919876543210'] as const
const ids = { assign: 'trunk_abc123', application: 'app_xyz789' } as const
const fields = { assign: 'trunk_id', application: 'application_id' } as const
const messages = {
  assign: 'Trunk unassigned successfully',
  application: 'Application unassigned successfully',
} as const

const call = fc.record({
  kind: fc.constant('call' as const),
  namespace: fc.constantFrom(...namespaces),
  method: fc.constantFrom('POST', 'DELETE'),
  last: fc.constantFrom('assign' as const, 'application' as const),
  e164: fc.constantFrom(...e164s, '+14155550000'),
  fault: fc.constantFrom('none', 'none', 'rejected', 'lost', 'replaced'),
})
const reset = fc.record({ kind: fc.constant('reset' as const), namespace: fc.constantFrom(...namespaces) })
const history = fc.array(fc.oneof({ arbitrary: call, weight: 6 }, { arbitrary: reset, weight: 1 }), { maxLength: 20 })
type Call = typeof call extends fc.Arbitrary<infer C> ? C : never

const faults = {
  rejected: { effect: { status: 503 } },
  lost: { effect: { connection: 'reset' }, at: 'after_commit' },
  replaced: { effect: { status: 500 }, at: 'after_commit' },
} as const

type NumberFields = { readonly [field: string]: unknown }
const seedFields = (e164: string): NumberFields => ({
  trunk_id: null,
  application_id: e164 === '+14155551234' ? null : 'app_xyz789',
  updated_at: e164 === '+14155551234' ? '2026-04-01T14:30:00Z' : '2026-04-09T10:30:00Z',
})
const initialModel = () => new Map<string, NumberFields>(e164s.map(e164 => [e164, seedFields(e164)]))

/** The fields of a number after a request: a simple implementation of the rule. */
function after(before: NumberFields, { method, last }: Call): NumberFields {
  const field = fields[last]
  const isUnchanged = method === 'POST' ? before[field] === ids[last] : before[field] === null
  const set = method === 'POST' ? { [field]: ids[last] } : {}
  return isUnchanged ? before : { trunk_id: null, application_id: null, ...set, updated_at: '2026-04-09T11:15:00Z' }
}

/** Sends a request and returns its status and body, or the error code of a lost connection. */
async function send(server: SandboxServer, { namespace, method, last, e164 }: Call): Promise<unknown> {
  const headers = { authorization: `Bearer ${key}${namespace === 'default' ? '' : `__${namespace}`}` }
  const body = method === 'POST' ? { [fields[last]]: ids[last] } : undefined
  const response = server.call(method, `${numbers}/${e164}/${last}`, { headers, body })
  return response.then(statusAndBody, ({ code }) => code)
}

function expectedResult(step: Call, now: NumberFields | undefined): unknown {
  if (step.fault === 'rejected')
    return [503, { error: { code: 'SERVICE_UNAVAILABLE', message: 'Service unavailable' } }]
  if (now === undefined) return notFound('Number not found in your account')
  if (step.fault === 'lost') return 'ECONNRESET'
  if (step.fault === 'replaced') return [500, { error: { code: 'INTERNAL_ERROR', message: 'Internal server error' } }]
  const message = step.method === 'DELETE' ? { message: messages[step.last] } : {}
  return [200, { e164: step.e164, ...now, status: 'active', ...message }]
}

async function run(
  server: SandboxServer,
  steps: readonly (Call | { kind: 'reset'; namespace: string })[],
): Promise<void> {
  await server.control('POST', '/reset?namespace=*')
  const model = new Map(namespaces.map(namespace => [namespace as string, initialModel()]))
  for (const step of steps) {
    if (step.kind === 'reset') {
      await server.control('POST', `/reset?namespace=${step.namespace}`)
      model.set(step.namespace, initialModel())
      continue
    }
    const numbers = model.get(step.namespace) ?? initialModel()
    const before = numbers.get(step.e164)
    if (step.fault !== 'none') {
      const body = { ...faults[step.fault as keyof typeof faults], times: 1 }
      await server.control('POST', `/faults?namespace=${step.namespace}`, { body })
    }
    const now = before && (step.fault === 'rejected' ? before : after(before, step))
    assert.deepEqual(await send(server, step), expectedResult(step, now))
    await server.control('POST', '/reset?namespace=*&only=faults')
    if (now !== undefined) numbers.set(step.e164, now)
  }
  for (const [namespace, numbers] of model) await compare(server, namespace, numbers)
}

async function compare(
  { control }: SandboxServer,
  namespace: string,
  expected: ReadonlyMap<string, NumberFields>,
): Promise<void> {
  const { body } = await control('GET', `/state?namespace=${namespace}`)
  const found = (body as { numbers: NumberFields[] }).numbers.filter(({ e164 }) => expected.has(String(e164)))
  const actual = found.map(({ e164, trunk_id, application_id, updated_at }) => [
    e164,
    { trunk_id: trunk_id ?? null, application_id: application_id ?? null, updated_at },
  ])
  assert.deepEqual(new Map(actual as [string, NumberFields][]), expected)
}

t.test('after random requests, faults and resets, every namespace agrees with the model', t =>
  withSandbox(t, {}, async (t, server) => {
    await t.resolves(
      fc.assert(
        fc.asyncProperty(history, steps => run(server, steps)),
        { numRuns: 25 },
      ),
    )
    t.strictSame(server.unexpectedErrors, [])
  }),
)
