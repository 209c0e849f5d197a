import t from 'tap'
import { row } from '../behavior.ts'
import { start, withSandbox } from './open.ts'
import { application, deliveries, from, ring, to } from './simulated-calls.ts'
import { hangUp, isSigned, listener, secret } from './webhook.ts'

row(t, 'webhook-signature', t =>
  withSandbox(t, {}, async (t, server) => {
    const hook = await listener(t)
    const urls = { answer_url: `http://127.0.0.1:${hook.port}/answer`, hangup_url: `http://127.0.0.1:${hook.port}/end` }
    await server.call('PATCH', application, { body: { ...urls, webhook_secret: secret } })
    const { delivery } = await ring(server)
    t.strictSame(
      hook.heard.map(({ method, url }) => [method, url]),
      [
        ['POST', '/answer'],
        ['POST', '/end'],
      ],
    )
    for (const heard of hook.heard) {
      t.ok(isSigned(heard, start / 1000), heard.url)
      t.equal(heard.headers['user-agent'], 'tryvox-sandbox')
    }
    t.equal(delivery.request.body, hook.heard[0]?.body)
    const all = await deliveries(server)
    t.strictSame(
      all.map(({ id, kind, attempt, status, response_body, voxml, error, blocked }) => ({
        id,
        kind,
        attempt,
        status,
        response_body,
        voxml,
        error,
        blocked,
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
          blocked: null,
        },
        {
          id: 2,
          kind: 'hangup',
          attempt: 1,
          status: 200,
          response_body: hangUp,
          voxml: null,
          error: null,
          blocked: null,
        },
      ],
    )
    t.strictSame(all[0], delivery)
    await server.call('PATCH', application, { body: { webhook_secret: null } })
    t.strictSame((await ring(server)).delivery.request.headers, {})
  }),
)

row(t, 'webhook-voxml', t =>
  withSandbox(t, { deliver: { backoff: [1] } }, async (t, server) => {
    const hook = await listener(t)
    await server.call('PATCH', application, { body: { answer_url: `http://127.0.0.1:${hook.port}/` } })
    hook.answers.push([200, '{"voxml_version":"1.0","instructions":[{"verb":"Say"}]}'])
    const { delivery } = await ring(server)
    t.strictSame(delivery.voxml, [{ place: 'instructions[0].text', reason: 'is missing' }])
    t.strictSame(
      [server.sandbox.pendingWork.pendingDelays, (await deliveries(server)).length],
      [0, 1],
      'it is not sent again',
    )
  }),
)

row(t, 'call-ended', t =>
  withSandbox(t, {}, async (t, server) => {
    const hook = await listener(t)
    const urls = { answer_url: `http://127.0.0.1:${hook.port}/answer`, hangup_url: `http://127.0.0.1:${hook.port}/end` }
    await server.call('PATCH', application, { body: urls })
    const { call_uuid } = await ring(server)
    const told = hook.heard[1]
    const ended = { event: 'call.ended', call_uuid, account_id: 'acc_123abc', from, to, direction: 'inbound' }
    const end = { status: 'ended', end_reason: 'callee-hangup', timestamp: '2026-04-09T11:15:00.000Z' }
    t.strictSame([told?.url, JSON.parse(told?.body ?? '')], ['/end', { ...ended, ...end }])
    hook.answers.push([500, ''])
    await ring(server)
    t.equal(hook.heard.length, 3, 'a call that was not answered has no end')
  }),
)
