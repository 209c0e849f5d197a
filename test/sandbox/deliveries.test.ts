import t from 'tap'
import { backoff } from '../../src/sandbox/webhook-sender.ts'
import { row } from '../behavior.ts'
import { notFound, outcome } from '../responses.ts'
import { until } from '../until.ts'
import { start, withSandbox } from './open.ts'
import type { Delivery } from './simulated-calls.ts'
import { application, deliveries, ring, to } from './simulated-calls.ts'
import { hangUp, isSigned, listener, secret } from './webhook.ts'

row(t, 'webhook-retry', t =>
  withSandbox(t, { deliver: { backoff: [1, 1, 1] } }, async (t, server) => {
    t.strictSame(backoff, [1_000, 2_000, 4_000], 'as it is shipped')
    const hook = await listener(t)
    await server.call('PATCH', application, {
      body: { answer_url: `http://127.0.0.1:${hook.port}/`, webhook_secret: secret },
    })
    hook.answers.push([503, 'busy'], [302, ''])
    const { delivery } = await ring(server)
    t.match(delivery, { attempt: 1, status: 503, response_body: 'busy', voxml: null })
    await until(async () => (await deliveries(server)).length === 3)
    const all = await deliveries(server)
    t.strictSame(
      all.map(({ attempt, status }) => [attempt, status]),
      [
        [1, 503],
        [2, 302],
        [3, 200],
      ],
    )
    t.equal(new Set(hook.heard.map(({ body, headers }) => `${body} ${headers['x-tryvox-signature']}`)).size, 1)
    server.time += 301_000
    const again = (await server.control('POST', '/deliveries/1/send')).body as Delivery
    t.match(again, { id: 4, attempt: 1, status: 200, request: { body: delivery.request.body } })
    t.ok(isSigned(hook.heard.at(-1) as never, server.time / 1000), 'with a signature of now')
    hook.answers.push([500, ''])
    await server.control('POST', '/deliveries/1/send')
    t.equal(server.sandbox.pendingWork.pendingDelays, 0, 'what is sent on demand is sent once')
    t.strictSame(outcome(await server.control('POST', '/deliveries/9/send')), notFound('Delivery not found'))
  }),
)

const nowhere = () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }))
const far = async () => [{ address: '93.184.215.14', family: 4 }]

row(t, 'webhook-where', t =>
  withSandbox(t, { deliver: { lookup: far, backoff: [1] } }, async (t, server) => {
    await server.call('PATCH', application, { body: { answer_url: 'https://example.com/answer' } })
    const blocked = 'example.com: 93.184.215.14 is neither loopback nor private; --deliver-anywhere allows it'
    t.strictSame((await ring(server)).delivery, { blocked })
    t.equal(server.sandbox.pendingWork.pendingDelays, 0, 'what was refused is not tried again')
    t.match(await deliveries(server), [{ blocked, status: null, error: null, duration_ms: null }])
    await server.call('PATCH', application, { body: { answer_url: 'http://169.254.169.254/latest' } })
    t.match((await ring(server)).delivery, { blocked: /^169.254.169.254: 169.254.169.254 is never called/ })
  }),
)

for (const [inContainer, host] of [
  [false, '127.0.0.1'],
  [true, '127.0.0.1'],
  [true, '[::1]'],
] as const) {
  t.test(`nobody there, at ${host}${inContainer ? ' from inside a container' : ''}`, t =>
    withSandbox(t, { deliver: { inContainer } }, async (t, server) => {
      await server.call('PATCH', application, { body: { answer_url: `http://${host}:1/?key=tvx_sk_test_other` } })
      const { delivery } = await ring(server)
      t.equal(delivery.error?.code, 'ECONNREFUSED')
      t.equal(/host\.docker\.internal/.test(String(delivery.error?.message)), inContainer)
      t.equal(delivery.request.url, `http://${host}:1/?key=***`)
    }),
  )
}

t.test('an attempt that a reset overtakes is kept nowhere', t =>
  withSandbox(t, {}, async (t, server) => {
    const hook = await listener(t)
    const url = { answer_url: `http://localhost:${hook.port}/`, answer_method: 'GET', webhook_secret: secret }
    await server.call('PATCH', application, { body: url })
    const { promise, resolve } = Promise.withResolvers<[number, string]>()
    hook.answers.push(promise)
    const ringing = ring(server)
    await until(() => hook.heard.length === 1)
    await server.control('POST', '/reset')
    resolve([200, hangUp])
    t.match((await ringing).delivery, { id: 1, status: 200 })
    t.strictSame(await deliveries(server), [])
  }),
)

t.test('what is sent again for an application that has gone is not signed', t =>
  withSandbox(t, {}, async (t, server) => {
    const hook = await listener(t)
    const fields = { answer_url: `http://127.0.0.1:${hook.port}/`, webhook_secret: secret }
    await server.call('PATCH', application, { body: fields })
    const { delivery } = await ring(server)
    t.match(delivery.request.headers, { 'x-tryvox-timestamp': String(start / 1000) })
    await server.control('PUT', '/state', { body: {} })
    const again = (await server.control('POST', '/deliveries/1/send')).body as Delivery
    t.strictSame(again.request, { ...delivery.request, headers: {} })
  }),
)

t.test('a reset forgets deliveries and tries none again, and so does the end', t =>
  withSandbox(t, { deliver: { backoff: [1, 600_000] } }, async (t, server) => {
    const hook = await listener(t)
    await server.call('PATCH', application, { body: { answer_url: `http://127.0.0.1:${hook.port}/` } })
    const { promise, resolve } = Promise.withResolvers<[number, string]>()
    hook.answers.push(promise)
    const ringing = ring(server)
    await until(() => hook.heard.length === 1)
    await server.control('POST', '/reset?only=deliveries')
    resolve([500, ''])
    await ringing
    await until(() => server.sandbox.pendingWork.pendingDelays === 0)
    t.strictSame([hook.heard.length, await deliveries(server)], [1, []])
    hook.answers.push([500, ''], [500, ''])
    await ring(server)
    await until(async () => (await deliveries(server)).length === 2)
    await until(() => server.sandbox.pendingWork.pendingDelays === 1)
    await server.close()
    t.strictSame([hook.heard.length, server.sandbox.pendingWork.pendingDelays], [3, 0])
  }),
)

t.test('a webhook does not use the controls, and no key is shown of what it sent or got', t =>
  withSandbox(t, { deliver: { lookup: nowhere } }, async (t, server) => {
    const key = 'tvx_sk_test_other'
    const own = `http://127.0.0.1:${server.port}/_sandbox/deliveries/1/send?${key}`
    await server.call('PATCH', application, { body: { answer_url: own } })
    t.match((await ring(server)).delivery, {
      status: 403,
      response_body: /The control API does not accept webhook requests/,
    })
    const hook = await listener(t)
    await server.call('PATCH', application, { body: { answer_url: `http://127.0.0.1:${hook.port}/${key}` } })
    hook.answers.push([200, JSON.stringify({ voxml_version: '1.0', instructions: [{ verb: 'Pause', [key]: 1 }] })])
    await ring(server)
    await server.call('PATCH', application, { body: { answer_url: `http://${key}/` } })
    await ring(server)
    const { text } = await server.control('GET', '/deliveries')
    t.match(text, 'instructions[0]***')
    t.match(text, '*** cannot be resolved')
    t.notMatch(text, key)
    const { text: call } = await server.control('POST', '/calls', { body: { from: to, to, deliver: true } })
    t.notMatch(call, key)
  }),
)

t.test('a thousand are kept of a namespace, and the rest is counted', t =>
  withSandbox(t, {}, async (t, server) => {
    await server.call('PATCH', application, { body: { answer_url: 'http://169.254.169.254/' } })
    for (let turn = 0; turn < 1_001; turn++) await ring(server)
    const { body } = await server.control('GET', '/deliveries')
    const { deliveries: all, dropped } = body as { deliveries: Delivery[]; dropped: number }
    t.strictSame([all.length, all[0]?.id, all.at(-1)?.id, dropped], [1_000, 2, 1_001, 1])
    const newest = (await server.control('GET', '/deliveries?limit=2')).body
    t.match(newest, { deliveries: [{ id: 1_000 }, { id: 1_001 }], dropped: 1 })
    t.equal((newest as { deliveries: unknown[] }).deliveries.length, 2)
    await server.control('POST', '/reset?only=deliveries')
    t.strictSame((await server.control('GET', '/deliveries')).body, { deliveries: [], dropped: 0 })
  }),
)

t.test('of a long answer and of long names in its VoxML the beginning is kept', t =>
  withSandbox(t, {}, async (t, server) => {
    const hook = await listener(t)
    await server.call('PATCH', application, { body: { answer_url: `http://127.0.0.1:${hook.port}/` } })
    const long = 'x'.repeat(5_000)
    const answer = JSON.stringify({ voxml_version: '1.0', instructions: [{ verb: 'Pause', [long]: long }] })
    hook.answers.push([200, answer])
    const { delivery } = await ring(server)
    const place = `instructions[0].${long}`
    t.strictSame(
      [delivery.response_body, delivery.voxml],
      [`${answer.slice(0, 2_048)}…`, [{ place: `${place.slice(0, 256)}…`, reason: 'is no parameter of the verb' }]],
    )
    t.strictSame(await deliveries(server), [delivery])
  }),
)

t.test('attempts of all namespaces together keep to a limit in bytes', t =>
  withSandbox(t, { limit: 40 }, async (t, server) => {
    const { sandbox } = server
    const request = { method: 'POST', url: 'http://169.254.169.254/', body: 'x'.repeat(100_000) } as const
    const webhook = { kind: 'answer', callUuid: 'c', applicationId: 'app_xyz789', request } as const
    for (let turn = 0; turn < 160; turn++) {
      await sandbox.webhookSender.deliver(sandbox.namespaces.getOrCreate(`w${turn % 32}`), webhook)
    }
    const kept = [...sandbox.namespaces.all].flatMap(({ deliveries }) => deliveries.entries.list())
    // Two bytes a character, in 25,600,000.
    t.ok(kept.length > 120 && kept.length < 128, `${kept.length} are kept`)
    const { body } = await server.control('GET', '/deliveries?namespace=*')
    const { deliveries: shown, dropped } = body as { deliveries: Delivery[]; dropped: number }
    t.strictSame([shown.length, dropped], [kept.length, 160 - kept.length])
  }),
)

t.test('a namespace that makes room for another forgets its attempts, and tries none again', t =>
  withSandbox(t, { limit: 2, deliver: { backoff: [1] } }, async (t, server) => {
    const hook = await listener(t)
    await server.inNamespace('one', 'PATCH', application, { answer_url: `http://127.0.0.1:${hook.port}/` })
    const { promise, resolve } = Promise.withResolvers<[number, string]>()
    hook.answers.push(promise)
    const ringing = server.control('POST', '/calls?namespace=one', { body: { from: to, to, deliver: true } })
    while (hook.heard.length === 0) await deliveries(server)
    const one = server.sandbox.namespaces.find('one')
    server.time += 61_000
    await server.inNamespace('two', 'GET', application)
    resolve([500, ''])
    t.match((await ringing).body, { delivery: { status: 500 } })
    while (server.sandbox.pendingWork.pendingDelays > 0) await deliveries(server)
    t.strictSame([hook.heard.length, one?.deliveries.entries.list()], [1, []])
  }),
)
