import t from 'tap'
import { backoff } from '../../src/sandbox/webhook-sender.ts'
import { behaviorTest } from '../behavior.ts'
import { notFound, statusAndBody } from '../responses.ts'
import { until } from '../until.ts'
import { machineTime, withSandbox } from './open.ts'
import type { DeliveryBody } from './simulated-calls.ts'
import { application, deliveries, simulateCall, to } from './simulated-calls.ts'
import { hangUp, isSigned, secret, startReceiver } from './webhook.ts'

behaviorTest(t, 'webhook-retry', t =>
  withSandbox(t, { deliver: { backoff: [1, 1, 1] } }, async (t, server) => {
    t.strictSame(backoff, [1_000, 2_000, 4_000], 'the default')
    const hook = await startReceiver(t)
    await server.call('PATCH', application, {
      body: { answer_url: `http://127.0.0.1:${hook.port}/`, webhook_secret: secret },
    })
    hook.responses.push([503, 'busy'], [302, ''])
    const { delivery } = await simulateCall(server)
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
    t.equal(new Set(hook.received.map(({ body, headers }) => `${body} ${headers['x-tryvox-signature']}`)).size, 1)
    server.time += 301_000
    const resent = (await server.control('POST', '/deliveries/1/send')).body as DeliveryBody
    t.match(resent, { id: 4, attempt: 1, status: 200, request: { body: delivery.request.body } })
    t.ok(isSigned(hook.received.at(-1) as never, server.time / 1000), 'with a new signature')
    hook.responses.push([500, ''])
    await server.control('POST', '/deliveries/1/send')
    t.equal(server.sandbox.pendingWork.pendingDelays, 0, 'a resent webhook is not retried')
    t.strictSame(statusAndBody(await server.control('POST', '/deliveries/9/send')), notFound('Delivery not found'))
  }),
)

const failingLookup = () => Promise.reject(Object.assign(new Error(), { code: 'ENOTFOUND' }))
const publicLookup = async () => [{ address: '93.184.215.14', family: 4 }]

behaviorTest(t, 'webhook-where', t =>
  withSandbox(t, { deliver: { lookup: publicLookup, backoff: [1] } }, async (t, server) => {
    await server.call('PATCH', application, { body: { answer_url: 'https://example.com/answer' } })
    const not_sent = 'example.com: 93.184.215.14 is neither loopback nor private; --deliver-anywhere allows it'
    t.strictSame((await simulateCall(server)).delivery, { not_sent })
    t.equal(server.sandbox.pendingWork.pendingDelays, 0, 'a blocked webhook is not retried')
    t.match(await deliveries(server), [{ not_sent, status: null, error: null, duration_ms: null }])
    await server.call('PATCH', application, { body: { answer_url: 'http://169.254.169.254/latest' } })
    t.match((await simulateCall(server)).delivery, { not_sent: /^169.254.169.254 is always blocked/ })
  }),
)

for (const [inContainer, host] of [
  [false, '127.0.0.1'],
  [true, '127.0.0.1'],
  [true, '[::1]'],
] as const) {
  t.test(`connection refused at ${host}${inContainer ? ' inside a container' : ''}`, t =>
    withSandbox(t, { deliver: { inContainer } }, async (t, server) => {
      await server.call('PATCH', application, { body: { answer_url: `http://${host}:1/?key=tvx_sk_test_other` } })
      const { delivery } = await simulateCall(server)
      t.equal(delivery.error?.code, 'ECONNREFUSED')
      t.equal(/host\.docker\.internal/.test(String(delivery.error?.message)), inContainer)
      t.equal(delivery.request.url, `http://${host}:1/?key=***`)
    }),
  )
}

t.test('an attempt during a reset is not stored', t =>
  withSandbox(t, {}, async (t, server) => {
    const hook = await startReceiver(t)
    const url = { answer_url: `http://localhost:${hook.port}/`, answer_method: 'GET', webhook_secret: secret }
    await server.call('PATCH', application, { body: url })
    const { promise, resolve } = Promise.withResolvers<[number, string]>()
    hook.responses.push(promise)
    const simulated = simulateCall(server)
    await until(() => hook.received.length === 1)
    await server.control('POST', '/reset')
    resolve([200, hangUp])
    t.match((await simulated).delivery, { id: 1, status: 200 })
    t.strictSame(await deliveries(server), [])
  }),
)

t.test('a resent webhook of a deleted application is not signed', t =>
  withSandbox(t, {}, async (t, server) => {
    const hook = await startReceiver(t)
    const fields = { answer_url: `http://127.0.0.1:${hook.port}/`, webhook_secret: secret }
    await server.call('PATCH', application, { body: fields })
    const { delivery } = await simulateCall(server)
    t.match(delivery.request.headers, { 'x-tryvox-timestamp': String(machineTime / 1000) })
    await server.control('PUT', '/state', { body: {} })
    const resent = (await server.control('POST', '/deliveries/1/send')).body as DeliveryBody
    t.strictSame(resent.request, { ...delivery.request, headers: {} })
  }),
)

t.test('a reset and a shutdown cancel retries, and a reset removes deliveries', t =>
  withSandbox(t, { deliver: { backoff: [1, 600_000] } }, async (t, server) => {
    const hook = await startReceiver(t)
    await server.call('PATCH', application, { body: { answer_url: `http://127.0.0.1:${hook.port}/` } })
    const { promise, resolve } = Promise.withResolvers<[number, string]>()
    hook.responses.push(promise)
    const simulated = simulateCall(server)
    await until(() => hook.received.length === 1)
    await server.control('POST', '/reset?only=deliveries')
    resolve([500, ''])
    await simulated
    await until(() => server.sandbox.pendingWork.pendingDelays === 0)
    t.strictSame([hook.received.length, await deliveries(server)], [1, []])
    hook.responses.push([500, ''], [500, ''])
    await simulateCall(server)
    await until(async () => (await deliveries(server)).length === 2)
    await until(() => server.sandbox.pendingWork.pendingDelays === 1)
    await server.close()
    t.strictSame([hook.received.length, server.sandbox.pendingWork.pendingDelays], [3, 0])
  }),
)

t.test('webhooks cannot use the control API, and keys in deliveries are redacted', t =>
  withSandbox(t, { deliver: { lookup: failingLookup } }, async (t, server) => {
    const key = 'tvx_sk_test_other'
    const controlUrl = `http://127.0.0.1:${server.port}/_sandbox/deliveries/1/send?${key}`
    await server.call('PATCH', application, { body: { answer_url: controlUrl } })
    t.match((await simulateCall(server)).delivery, {
      status: 403,
      response_body: /The control API does not accept webhook requests/,
    })
    const hook = await startReceiver(t)
    await server.call('PATCH', application, { body: { answer_url: `http://127.0.0.1:${hook.port}/${key}` } })
    hook.responses.push([200, JSON.stringify({ voxml_version: '1.0', instructions: [{ verb: 'Pause', [key]: 1 }] })])
    await simulateCall(server)
    await server.call('PATCH', application, { body: { answer_url: `http://${key}/` } })
    await simulateCall(server)
    const { text } = await server.control('GET', '/deliveries')
    t.match(text, 'instructions[0]***')
    t.match(text, '*** cannot be resolved')
    t.notMatch(text, key)
    const { text: call } = await server.control('POST', '/calls', { body: { from: to, to, deliver: true } })
    t.notMatch(call, key)
  }),
)

t.test('1,000 deliveries are stored per namespace, and dropped ones are counted', t =>
  withSandbox(t, {}, async (t, server) => {
    await server.call('PATCH', application, { body: { answer_url: 'http://169.254.169.254/' } })
    for (let turn = 0; turn < 1_001; turn++) await simulateCall(server)
    const { body } = await server.control('GET', '/deliveries')
    const { deliveries: all, dropped } = body as { deliveries: DeliveryBody[]; dropped: number }
    t.strictSame([all.length, all[0]?.id, all.at(-1)?.id, dropped], [1_000, 2, 1_001, 1])
    const newest = (await server.control('GET', '/deliveries?limit=2')).body
    t.match(newest, { deliveries: [{ id: 1_000 }, { id: 1_001 }], dropped: 1 })
    t.equal((newest as { deliveries: unknown[] }).deliveries.length, 2)
    await server.control('POST', '/reset?only=deliveries')
    t.strictSame((await server.control('GET', '/deliveries')).body, { deliveries: [], dropped: 0 })
  }),
)

t.test('long responses and long names in VoxML are truncated', t =>
  withSandbox(t, {}, async (t, server) => {
    const hook = await startReceiver(t)
    await server.call('PATCH', application, { body: { answer_url: `http://127.0.0.1:${hook.port}/` } })
    const long = 'x'.repeat(5_000)
    const response = JSON.stringify({ voxml_version: '1.0', instructions: [{ verb: 'Pause', [long]: long }] })
    hook.responses.push([200, response])
    const { delivery } = await simulateCall(server)
    const field = `instructions[0].${long}`
    t.strictSame(
      [delivery.response_body, delivery.voxml],
      [
        `${response.slice(0, 2_048)}…`,
        [{ field: `${field.slice(0, 256)}…`, reason: 'is not a parameter of the verb' }],
      ],
    )
    t.strictSame(await deliveries(server), [delivery])
  }),
)

t.test('the deliveries of all namespaces have a limit in bytes', t =>
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
    const { deliveries: shown, dropped } = body as { deliveries: DeliveryBody[]; dropped: number }
    t.strictSame([shown.length, dropped], [kept.length, 160 - kept.length])
  }),
)

t.test('a namespace that makes room for another forgets its attempts, and tries none again', t =>
  withSandbox(t, { limit: 2, deliver: { backoff: [1] } }, async (t, server) => {
    const hook = await startReceiver(t)
    await server.inNamespace('one', 'PATCH', application, { answer_url: `http://127.0.0.1:${hook.port}/` })
    const { promise, resolve } = Promise.withResolvers<[number, string]>()
    hook.responses.push(promise)
    const simulated = server.control('POST', '/calls?namespace=one', { body: { from: to, to, deliver: true } })
    while (hook.received.length === 0) await deliveries(server)
    const one = server.sandbox.namespaces.find('one')
    server.time += 61_000
    await server.inNamespace('two', 'GET', application)
    resolve([500, ''])
    t.match((await simulated).body, { delivery: { status: 500 } })
    while (server.sandbox.pendingWork.pendingDelays > 0) await deliveries(server)
    t.strictSame([hook.received.length, one?.deliveries.entries.list()], [1, []])
  }),
)
