import { createHmac } from 'node:crypto'
import t from 'tap'
import type { FaultBody } from '../../src/index.ts'
import { ControlError, createSandbox, demo, verifySignature } from '../../src/index.ts'
import { demo as demoSeed } from '../../src/store/demo.ts'
import { number } from '../responses.ts'
import { onEach } from './each.ts'

const newNumber = '+14155559999'

t.test('numbers, trunks and applications can be added, read and changed; a reset restores them', t =>
  onEach(t, async (t, { numbers, trunks, applications, reset, accountId }) => {
    const added = await numbers.add({ e164: newNumber, trunk_id: demo.trunkId })
    t.match(added, { e164: newNumber, account_id: accountId, trunk_id: demo.trunkId, application_id: null })
    t.strictSame(await numbers.get(newNumber), added)
    const changed = await numbers.set(newNumber, { application_id: demo.applicationId })
    t.strictSame(changed, { ...added, trunk_id: null, application_id: demo.applicationId })
    t.equal((await numbers.list()).length, 4)
    t.match(await trunks.add({ id: 'trunk_new', name: 'New' }), { id: 'trunk_new', account_id: accountId, name: 'New' })
    t.match(await trunks.set('trunk_new', { max_channels: 3 }), { id: 'trunk_new', name: 'New', max_channels: 3 })
    t.match(await applications.add({ id: 'app_new', account_id: 'acc_456def' }), { account_id: 'acc_456def' })
    t.match(await applications.set('app_new', { answer_method: 'GET' }), { answer_method: 'GET', hangup_url: null })
    t.strictSame(
      (await applications.list()).map(({ id }) => id),
      ['app_new', 'app_uvw456', 'app_xyz789'],
    )
    await reset()
    t.equal((await numbers.list()).length, 3)
    await t.rejects(numbers.get(newNumber), { message: `the namespace default has no number ${newNumber}` })
    await t.rejects(applications.get('app_new'), { message: 'the namespace default has no application app_new' })
    await t.rejects(numbers.add({ e164: demo.number }), {
      message: 'Request validation failed; numbers[0]: already exists',
    })
    await t.rejects(numbers.set(newNumber, {}), ControlError)
  }),
)

t.test('demo has the ids, keys and numbers of the demo seed', async t => {
  const text = JSON.stringify(demoSeed)
  const values = [demo, demo.other].flatMap(part => Object.values(part)).filter(value => typeof value === 'string')
  t.equal(values.length, 12)
  for (const value of values) t.ok(text.includes(`"${value}"`), value)
})

t.test('each namespace has its own API key, and an invented name if none is given', t =>
  onEach(t, async (t, sandbox) => {
    t.match([sandbox.name, sandbox.apiKey, sandbox.accountId], ['default', demo.apiKey, demo.accountId])
    const [first, second] = [sandbox.namespace(), sandbox.namespace()]
    t.match(first.name, /^test-[0-9a-f]{12}$/)
    t.not(first.name, second.name)
    t.equal(first.apiKey, `${demo.apiKey}__${first.name}`)
    const headers = { authorization: `Bearer ${first.apiKey}` }
    t.equal((await sandbox.fetch(number, { headers })).headers.get('x-sandbox-namespace'), first.name)
    t.strictSame([(await first.journal.list()).length, (await second.journal.list()).length], [1, 0])
    for (const name of ['', 'My_test', 'a'.repeat(33)])
      t.throws(() => sandbox.namespace(name), {
        name: 'UsageError',
        message: `a namespace must be 1 to 32 characters of a to z, 0 to 9 and -, not "${name}"`,
      })
  }),
)

t.test('assertAllUsed names the faults that were not applied, and the requests', t =>
  onEach(t, async (t, { faults, fetch: send, apiKey }) => {
    const headers = { authorization: `Bearer ${apiKey}` }
    await faults.assertAllUsed()
    t.strictSame((await faults.set({ operation: 'getNumber', effect: { status: 500 }, times: 2 })).warnings, [])
    await faults.set({ operation: 'assignTrunk', effect: { connection: 'reset' } })
    const unknown = await faults.set({ e164: newNumber, effect: { delay_ms: 1 } })
    t.strictSame(unknown.warnings, [`the namespace default has no number ${newNumber}`])
    await send(number, { headers })
    const unused = await faults.assertAllUsed().catch(error => error.message)
    t.equal(
      unused,
      [
        'fault_1 {"operation":"getNumber","effect":{"status":500},"times":2} was applied 1 times',
        'fault_2 {"operation":"assignTrunk","effect":{"connection":"reset"}} was never applied',
        'fault_3 {"e164":"+14155559999","effect":{"delay_ms":1}} was never applied',
        'requests received:',
        `  500 GET ${number} Internal server error (fault: fault_1)`,
      ].join('\n'),
    )
    await faults.clear()
    await faults.set({ operation: 'getNumber', effect: { status: 500 }, times: 1 })
    await send(number, { headers })
    await faults.assertAllUsed()
    // @ts-expect-error: only one effect is allowed
    const twoEffects: FaultBody = { effect: { status: 503, delay_ms: 10 } }
    await t.rejects(faults.set(twoEffects), { message: /must have exactly one of/ })
  }),
)

t.test('waitFor returns the latest matching request, also one that is still to come', t =>
  onEach(t, async (t, { journal, fetch: send, apiKey }) => {
    const headers = { authorization: `Bearer ${apiKey}` }
    const waiting = journal.waitFor({ operation: 'getNumber' })
    await send('/v1/account/acc_123abc/numbers', { headers })
    await send(number, { headers })
    t.match(await waiting, { id: 2, operation: 'getNumber', status: 200 })
    t.match(await journal.waitFor({ status: 200 }), { id: 2 })
    await t.rejects(journal.waitFor({ status: 404 }, { timeoutMs: 1 }), {
      message: '0 requests match; expected at least 1; the closest request has status 200, not 404',
    })
  }),
)

t.test('print and log write a line for each request, with the reason and the hint', async t => {
  const lines: string[] = []
  const sandbox = await createSandbox({ log: line => lines.push(line) })
  t.teardown(sandbox.close)
  const printed: string[] = []
  await sandbox.journal.print(text => printed.push(text))
  const headers = { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json' }
  await sandbox.fetch(`${number}/assign`, { method: 'POST', headers, body: '{"trunkId":"trunk_abc123"}' })
  await sandbox.journal.print(text => printed.push(text))
  const reason = 'Request validation failed (trunk_id: required field missing)'
  const line = `400 POST ${number}/assign ${reason} (hint: unknown field trunkId; did you mean trunk_id?)`
  t.strictSame(printed, ['no requests were received', `requests received:\n  ${line}`])
  t.strictSame(lines, [line])
})

t.test('log: true writes to the console, and so does print', async t => {
  const sandbox = await createSandbox({ log: true })
  t.teardown(sandbox.close)
  const written = t.capture(console, 'log')
  await sandbox.fetch('/v1/unknown')
  await sandbox.journal.print()
  const texts = written().map(({ args }) => String(args[0]))
  const line = '404 GET /v1/unknown Resource not found'
  t.strictSame(texts, [line, `requests received:\n  ${line}`])
})

t.test('isolate runs in a new namespace, resets it, and prints the requests if it fails', t =>
  onEach(t, async (t, sandbox) => {
    const written = t.capture(console, 'log')
    const use = async (apiKey: string) => sandbox.fetch(number, { headers: { authorization: `Bearer ${apiKey}` } })
    let name = ''
    const result = await sandbox.isolate(async api => {
      name = api.name
      await use(api.apiKey)
      return (await api.journal.list()).length
    })
    t.equal(result, 1)
    t.strictSame([await sandbox.namespace(name).journal.list(), written()], [[], []])
    const error = new Error('the test fails')
    const failing = sandbox.isolate(async api => {
      await use(api.apiKey)
      throw error
    })
    await t.rejects(failing, error)
    const expected = new RegExp(`^requests received:\n {2}200 GET ${number.replaceAll('+', '\\+')} `)
    t.match(written(), [{ args: [expected] }])
    await sandbox.isolate(
      async api => void (await use(api.apiKey)),
      () => true,
    )
    t.match(written(), [{ args: [expected] }])
  }),
)

t.test('a receiver gets the webhooks of a call, checks their signatures and responds with VoxML', t =>
  onEach(t, async (t, { calls, webhooks, applications }) => {
    const call = { from: '+14155550100', to: demo.applicationNumber, deliver: true }
    const voxml = { voxml_version: '1.0', instructions: [{ verb: 'Say', text: 'Hello' }] }
    await using receiver = await webhooks.receive({ voxml })
    const simulated = await calls.simulate(call)
    t.match(simulated, { outcome: 'application', delivery: { status: 200, voxml: [] } })
    t.match(receiver.received, [
      { kind: 'answer', method: 'POST', isSigned: true, fields: { event: 'call.answered', from: call.from } },
      {
        kind: 'hangup',
        method: 'POST',
        isSigned: true,
        fields: { event: 'call.ended', call_uuid: simulated.call_uuid },
      },
    ])
    t.equal(receiver.received.length, 2)
    t.match(await webhooks.deliveries(), [{ response_body: JSON.stringify(voxml) }, { response_body: '{}' }])
    await applications.set(demo.applicationId, { answer_method: 'GET', webhook_secret: 'another' })
    await calls.simulate(call)
    t.match(receiver.received[2], { kind: 'answer', method: 'GET', isSigned: false, fields: { from: call.from } })
    await receiver.close()
    await using failing = await webhooks.receive({
      application: demo.applicationId,
      voxml: ({ fields }) => {
        throw new Error(`from ${fields['from']}`)
      },
    })
    t.match(await calls.simulate(call), {
      delivery: { status: 500, response_body: `{"error":"Error: from ${call.from}"}` },
    })
    t.equal(failing.received[0]?.isSigned, true)
  }),
)

t.test('receive needs an application of the account, and can listen for other machines', async t => {
  const sandbox = await createSandbox({
    seed: { accounts: [{ id: 'acc_1' }], keys: [{ key: 'a', account_id: 'acc_1' }] },
  })
  t.teardown(sandbox.close)
  t.strictSame([sandbox.apiKey, sandbox.accountId], ['a', 'acc_1'])
  await t.rejects(sandbox.webhooks.receive(), { message: 'the account acc_1 has no application' })
  await sandbox.applications.add({ id: 'app_1' })
  await using receiver = await sandbox.webhooks.receive({ host: 'localhost' })
  t.match(receiver.url, /^http:\/\/localhost:\d+$/)
  t.match(await sandbox.applications.get('app_1'), { answer_url: `${receiver.url}/answer` })
})

t.test(
  'verifySignature accepts the headers of fetch and of node:http, and only a fresh signature of the body',
  async t => {
    const secret = 'account-webhook-secret'
    const body = '{"call_uuid":"call-123"}'
    const signed = (timestamp: number, name = 'X-TryVox-Signature') => {
      const v1 = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')
      return { [name]: `t=${timestamp},v1=${v1}`, 'x-tryvox-timestamp': `${timestamp}` }
    }
    const now = Math.floor(Date.now() / 1000)
    t.ok(verifySignature(signed(now), body, secret))
    t.ok(verifySignature(new Headers(signed(now)), body, secret))
    t.ok(verifySignature(signed(now - 290, 'x-tryvox-signature'), body, secret))
    t.notOk(verifySignature(signed(now - 310), body, secret))
    t.notOk(verifySignature(signed(now + 310), body, secret))
    t.notOk(verifySignature(signed(now), `${body} `, secret))
    t.notOk(verifySignature(signed(now), body, 'another'))
    t.notOk(verifySignature({ ...signed(now), 'x-tryvox-timestamp': `${now - 1}` }, body, secret))
    t.notOk(verifySignature({ ...signed(now), 'x-tryvox-timestamp': 'now' }, body, secret))
    for (const headers of [{}, new Headers(), { 'x-tryvox-signature': undefined }])
      t.notOk(verifySignature(headers, body, secret))
  },
)

t.test('the clock takes a Date or any ISO 8601 time', async t => {
  const sandbox = await createSandbox({ clock: new Date('2026-04-09T11:15:00.900Z') })
  t.teardown(sandbox.close)
  t.match(await sandbox.clock.get(), { now: '2026-04-09T11:15:00.000Z' })
  t.match(await sandbox.clock.freeze(new Date('2026-05-01T00:00:00Z')), { now: '2026-05-01T00:00:00.000Z' })
  t.match(await sandbox.clock.freeze('2026-05-01T02:00:00+02:00'), { now: '2026-05-01T00:00:00.000Z' })
  await t.rejects(sandbox.clock.freeze('noon'), { name: 'UsageError' })
})
