import t from 'tap'
import { statusAndBody } from '../responses.ts'
import { sandboxHeaders, withSandbox } from './open.ts'

const trunks = '/v1/account/acc_123abc/trunks'
const application = '/v1/voice/applications/app_xyz789'
const fields = { name: 'Main PBX', auth_type: 'ip' }

t.test('ids are random, but reproducible while the clock of the namespace is frozen', t =>
  withSandbox(t, {}, async (t, { inNamespace, control }) => {
    const createTrunk = async (namespace: string) =>
      ((await inNamespace(namespace, 'POST', trunks, fields)).body as { id: string }).id
    t.not(await createTrunk('a'), await createTrunk('a'))
    for (const namespace of ['a', 'b']) {
      await control('POST', `/reset?namespace=${namespace}`)
      await control('PUT', `/clock?namespace=${namespace}`, { body: { now: '2026-04-09T11:00:00Z' } })
    }
    const [first, second] = [await createTrunk('a'), await createTrunk('a')]
    t.not(first, second)
    t.strictSame([await createTrunk('b'), await createTrunk('b')], [first, second])
    await control('POST', '/reset?namespace=a&only=state')
    t.equal(await createTrunk('a'), first)
    await control('PUT', '/clock?namespace=a', { body: { now: '2026-04-09T11:00:01Z' } })
    t.not(await createTrunk('a'), second)
  }),
)

t.test('an existing id is not reused', t =>
  withSandbox(t, {}, async (t, { inNamespace, control }) => {
    await control('PUT', '/clock?namespace=a', { body: { now: '2026-04-09T11:00:00Z' } })
    const { body } = await inNamespace('a', 'POST', trunks, fields)
    const { body: state } = await control('GET', '/state?namespace=a')
    await control('PUT', '/state?namespace=a', { body: state })
    const second = await inNamespace('a', 'POST', trunks, fields)
    t.equal(second.status, 201)
    t.not((second.body as { id: string }).id, (body as { id: string }).id)
  }),
)

t.test('no response, journal or state contains a webhook secret; importing a state without it keeps it', t =>
  withSandbox(t, {}, async (t, { call, control, store }) => {
    const secret = 'whsec-0123456789'
    const answer_url = 'http://localhost:3000/answer'
    const bodies = [
      JSON.stringify({ answer_url, webhook_secret: secret }),
      `{"webhook\\u005fsecret":"${secret}"}`,
      `{"webhook_secret":'${secret}'`,
      `{"WEBHOOK_SECRET":"${secret}"}`,
      `{"webhook_secret":["${secret}"]}`,
      `{"webhookSecret":"${secret}"}`,
    ]
    const responses = []
    for (const body of bodies) responses.push(await call('PATCH', application, { body }))
    t.strictSame(
      responses.map(({ status }) => status),
      [200, 200, 400, 200, 400, 200],
    )
    responses.push(await call('GET', `${application}?webhook_secret=${secret}&a=b`))
    const state = await control('GET', '/state')
    const journal = await control('GET', '/requests')
    t.notMatch([...responses, state, journal].map(({ text }) => text).join(), secret)
    t.match(journal.text, '"webhook_secret":"***"')
    const stored = async () => (await store.findDestination({ kind: 'application', id: 'app_xyz789' })) as object
    await control('PUT', '/state', { body: state.body })
    t.strictSame(((await stored()) as { webhookSecret: string }).webhookSecret, secret)
    const changed = JSON.parse(state.text)
    changed.applications[0].webhook_secret = changed.applications[1].webhook_secret = 'another'
    t.notMatch((await control('PUT', '/state', { body: changed })).text, 'another')
    t.match(await stored(), { webhookSecret: 'another', answerUrl: answer_url })
    await control('POST', '/reset')
    t.match(await stored(), { webhookSecret: null, answerUrl: null })
  }),
)

t.test('faults and the journal support the operations on trunks and applications', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const calls = [
      ['POST', trunks, 'createTrunk'],
      ['GET', trunks, 'listTrunks'],
      ['GET', `${trunks}/trunk_abc123`, 'getTrunk'],
      ['PUT', `${trunks}/trunk_abc123`, 'updateTrunk'],
      ['DELETE', `${trunks}/trunk_abc123`, 'deleteTrunk'],
      ['GET', application, 'getApplication'],
      ['PATCH', application, 'updateApplication'],
    ] as const
    for (const [method, path, operation] of calls) {
      await control('POST', '/faults', { body: { operation, effect: { status: 503 }, times: 1 } })
      const response = await call(method, path, method === 'GET' ? {} : { body: fields })
      t.equal(response.status, 503, operation)
      t.match(sandboxHeaders(response), { 'x-sandbox-fault': /^fault_/ })
    }
    const { body } = await control('GET', '/requests')
    t.strictSame(
      (body as { requests: { operation: string }[] }).requests.map(({ operation }) => operation),
      calls.map(([, , operation]) => operation),
    )
  }),
)

t.test('a fault after the commit of a deletion does not restore the trunk', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    await call('POST', '/v1/account/acc_123abc/numbers/+14155551234/assign', { body: { trunk_id: 'trunk_abc123' } })
    const fault = { operation: 'deleteTrunk', at: 'after_commit', effect: { status: 503 } }
    await control('POST', '/faults', { body: fault })
    t.equal((await call('DELETE', `${trunks}/trunk_abc123`)).status, 503)
    t.strictSame(statusAndBody(await call('GET', trunks)), [200, { data: [] }])
    const { body } = await control('GET', '/requests')
    t.match(body, { requests: [{ operation: 'assignTrunk' }, { operation: 'deleteTrunk', changed: null }, {}] })
    const invalidFault = { operation: 'getTrunk', at: 'after_commit', effect: { status: 503 } }
    t.equal((await control('POST', '/faults', { body: invalidFault })).status, 400)
  }),
)
