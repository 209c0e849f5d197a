import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import { invalid, notFound, number, statusAndBody } from '../responses.ts'
import type { SandboxServer } from './open.ts'
import { withSandbox } from './open.ts'

const to = '+14155551234'
const from = '+14155550100'
const application = '/v1/voice/applications/app_xyz789'
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/

/** Simulates a call and returns its outcome without the id, which is random. */
async function simulateCall({ control }: SandboxServer, body: object, namespace = 'default') {
  const response = await control('POST', `/calls?namespace=${namespace}`, { body: { from, to, ...body } })
  const { call_uuid, ...rest } = response.body as Record<string, unknown>
  return [response.status, rest]
}

behaviorTest(t, 'call-busy', t =>
  withSandbox(t, {}, async (t, server) => {
    const busy = [200, { outcome: 'busy', sip: '486 Busy Here' }]
    t.strictSame(await simulateCall(server, {}), busy)
    await server.call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
    await server.call('DELETE', `${number}/assign`)
    t.strictSame(await simulateCall(server, { deliver: true }), busy)
    const { body } = await server.control('POST', '/calls', { body: { from, to } })
    t.match(body, { call_uuid: uuid })
  }),
)

behaviorTest(t, 'call-immediate', t =>
  withSandbox(t, {}, async (t, server) => {
    await server.call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
    t.strictSame(await simulateCall(server, {}), [
      200,
      { outcome: 'trunk', trunk_id: 'trunk_abc123', origination_uris: ['sip:pbx.example.com:5060'] },
    ])
    await server.call('POST', `${number}/application`, { body: { application_id: 'app_xyz789' } })
    const withoutWebhook = { outcome: 'application', application_id: 'app_xyz789', request: null }
    t.strictSame(await simulateCall(server, {}), [200, withoutWebhook])
    const notSent = { delivery: { not_sent: 'the application has no answer_url' } }
    t.strictSame(await simulateCall(server, { deliver: true }), [200, { ...withoutWebhook, ...notSent }])
    t.strictSame(await simulateCall(server, {}, 'other'), [200, { outcome: 'busy', sip: '486 Busy Here' }])
  }),
)

behaviorTest(t, 'call-trunk', t =>
  withSandbox(t, {}, async (t, server) => {
    const origination_uris = ['sip:two.example.com', 'sip:one.example.com']
    const fields = { name: 'PBX', auth_type: 'ip', origination_uris }
    await server.call('PUT', '/v1/account/acc_123abc/trunks/trunk_abc123', { body: fields })
    await server.call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
    t.strictSame(await simulateCall(server, { deliver: true }), [
      200,
      { outcome: 'trunk', trunk_id: 'trunk_abc123', origination_uris },
    ])
  }),
)

behaviorTest(t, 'call-application', t =>
  withSandbox(t, {}, async (t, server) => {
    await server.call('PATCH', application, { body: { answer_url: 'http://localhost:3000/answer?a=b' } })
    const { body } = await server.control('POST', '/calls', { body: { from, to: '+919876543210' } })
    const { call_uuid, request, ...rest } = body as { call_uuid: string; request: { body: string } }
    t.strictSame(rest, { outcome: 'application', application_id: 'app_xyz789' })
    t.strictSame(
      { ...request, body: JSON.parse(request.body) },
      {
        method: 'POST',
        url: 'http://localhost:3000/answer?a=b',
        body: {
          event: 'call.answered',
          call_uuid,
          account_id: 'acc_123abc',
          from,
          to: '+919876543210',
          direction: 'inbound',
          status: 'answered',
          timestamp: '2026-04-09T11:15:00.000Z',
        },
      },
    )
    await server.call('PATCH', application, { body: { answer_method: 'GET' } })
    const { body: getCall } = await server.control('POST', '/calls', { body: { from, to: '+919876543210' } })
    const { call_uuid: id, request: getRequest } = getCall as { call_uuid: string; request: unknown }
    const query = `a=b&call_uuid=${id}&account_id=acc_123abc&from=%2B14155550100&to=%2B919876543210`
    t.strictSame(getRequest, { method: 'GET', url: `http://localhost:3000/answer?${query}`, body: null })
  }),
)

behaviorTest(t, 'call-inactive', t =>
  withSandbox(t, {}, async (t, server) => {
    const { body } = await server.control('GET', '/state')
    const state = structuredClone(body) as { numbers: { e164: string; trunk_id: string; status: string }[] }
    for (const each of state.numbers)
      if (each.e164 === to) Object.assign(each, { trunk_id: 'trunk_abc123', status: 'suspended' })
    await server.control('PUT', '/state', { body: state })
    t.strictSame(await simulateCall(server, {}), [200, { outcome: 'busy', sip: '486 Busy Here' }])
  }),
)

t.test('a call to an unknown number and an invalid call are errors', t =>
  withSandbox(t, {}, async (t, { control }) => {
    const unknownNumber = await control('POST', '/calls', { body: { from, to: '+14155559999' } })
    t.strictSame(statusAndBody(unknownNumber), notFound('Number not found'))
    const invalidCalls: [object, string, string][] = [
      [{ from }, 'to', 'required field missing'],
      [{ from: 'me', to }, 'from', 'must be E.164 format (e.g., +14155551234)'],
      [{ from, to, deliver: 'yes' }, 'deliver', 'must be a boolean'],
      [{ from, to, extra: true }, 'extra', 'unknown field'],
    ]
    for (const [body, field, reason] of invalidCalls) {
      t.strictSame(statusAndBody(await control('POST', '/calls', { body })), invalid({ field, reason }), reason)
    }
  }),
)
