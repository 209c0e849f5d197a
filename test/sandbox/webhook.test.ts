import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import { machineTime, withSandbox } from './open.ts'
import { application, deliveries, from, simulateCall, to } from './simulated-calls.ts'
import { hangUp, isSigned, secret, startReceiver } from './webhook.ts'

behaviorTest(t, 'webhook-signature', t =>
  withSandbox(t, {}, async (t, server) => {
    const hook = await startReceiver(t)
    const urls = { answer_url: `http://127.0.0.1:${hook.port}/answer`, hangup_url: `http://127.0.0.1:${hook.port}/end` }
    await server.call('PATCH', application, { body: { ...urls, webhook_secret: secret } })
    const { delivery } = await simulateCall(server)
    t.strictSame(
      hook.received.map(({ method, url }) => [method, url]),
      [
        ['POST', '/answer'],
        ['POST', '/end'],
      ],
    )
    for (const received of hook.received) {
      t.ok(isSigned(received, machineTime / 1000), received.url)
      t.equal(received.headers['user-agent'], 'tryvox-sandbox')
    }
    t.equal(delivery.request.body, hook.received[0]?.body)
    const all = await deliveries(server)
    t.strictSame(
      all.map(({ id, kind, attempt, status, response_body, voxml, error, not_sent }) => ({
        id,
        kind,
        attempt,
        status,
        response_body,
        voxml,
        error,
        not_sent,
      })),
      [
        {
          id: 1,
          kind: 'answer',
          attempt: 1,
          status: 200,
          response_body: hangUp,
          voxml: [],
          error: null,
          not_sent: null,
        },
        {
          id: 2,
          kind: 'hangup',
          attempt: 1,
          status: 200,
          response_body: hangUp,
          voxml: null,
          error: null,
          not_sent: null,
        },
      ],
    )
    t.strictSame(all[0], delivery)
    await server.call('PATCH', application, { body: { webhook_secret: null } })
    t.strictSame((await simulateCall(server)).delivery.request.headers, {})
  }),
)

behaviorTest(t, 'webhook-voxml', t =>
  withSandbox(t, { deliver: { backoff: [1] } }, async (t, server) => {
    const hook = await startReceiver(t)
    await server.call('PATCH', application, { body: { answer_url: `http://127.0.0.1:${hook.port}/` } })
    hook.responses.push([200, '{"voxml_version":"1.0","instructions":[{"verb":"Say"}]}'])
    const { delivery } = await simulateCall(server)
    t.strictSame(delivery.voxml, [{ field: 'instructions[0].text', reason: 'is missing' }])
    t.strictSame(
      [server.sandbox.pendingWork.pendingDelays, (await deliveries(server)).length],
      [0, 1],
      'it is not retried',
    )
  }),
)

behaviorTest(t, 'call-ended', t =>
  withSandbox(t, {}, async (t, server) => {
    const hook = await startReceiver(t)
    const urls = { answer_url: `http://127.0.0.1:${hook.port}/answer`, hangup_url: `http://127.0.0.1:${hook.port}/end` }
    await server.call('PATCH', application, { body: urls })
    const { call_uuid } = await simulateCall(server)
    const hangupRequest = hook.received[1]
    const callFields = { event: 'call.ended', call_uuid, account_id: 'acc_123abc', from, to, direction: 'inbound' }
    const endFields = { status: 'ended', end_reason: 'callee-hangup', timestamp: '2026-04-09T11:15:00.000Z' }
    t.strictSame([hangupRequest?.url, JSON.parse(hangupRequest?.body ?? '')], ['/end', { ...callFields, ...endFields }])
    hook.responses.push([500, ''])
    await simulateCall(server)
    t.equal(hook.received.length, 3, 'without a valid response there is no hangup webhook')
  }),
)
