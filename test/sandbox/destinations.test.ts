import t from 'tap'
import { outcome } from '../responses.ts'
import { marks, withSandbox } from './open.ts'

const trunks = '/v1/account/acc_123abc/trunks'
const application = '/v1/voice/applications/app_xyz789'
const fields = { name: 'Main PBX', auth_type: 'ip' }

t.test('ids are made by chance, and the same again where the clock of the namespace stands still', t =>
  withSandbox(t, {}, async (t, { inNamespace, control }) => {
    const made = async (namespace: string) =>
      ((await inNamespace(namespace, 'POST', trunks, fields)).body as { id: string }).id
    t.not(await made('a'), await made('a'))
    for (const namespace of ['a', 'b']) {
      await control('POST', `/reset?namespace=${namespace}`)
      await control('PUT', `/clock?namespace=${namespace}`, { body: { now: '2026-04-09T11:00:00Z' } })
    }
    const [first, second] = [await made('a'), await made('a')]
    t.not(first, second)
    t.strictSame([await made('b'), await made('b')], [first, second])
    await control('POST', '/reset?namespace=a&only=state')
    t.equal(await made('a'), first)
    await control('PUT', '/clock?namespace=a', { body: { now: '2026-04-09T11:00:01Z' } })
    t.not(await made('a'), second)
  }),
)

t.test('an id that is there already is not given again', t =>
  withSandbox(t, {}, async (t, { inNamespace, control }) => {
    await control('PUT', '/clock?namespace=a', { body: { now: '2026-04-09T11:00:00Z' } })
    const { body } = await inNamespace('a', 'POST', trunks, fields)
    const { body: state } = await control('GET', '/state?namespace=a')
    await control('PUT', '/state?namespace=a', { body: state })
    const again = await inNamespace('a', 'POST', trunks, fields)
    t.equal(again.status, 201)
    t.not((again.body as { id: string }).id, (body as { id: string }).id)
  }),
)

t.test('the secret of a webhook is in no answer, journal or state, and a state without one keeps it', t =>
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
    const answers = []
    for (const body of bodies) answers.push(await call('PATCH', application, { body }))
    t.strictSame(
      answers.map(({ status }) => status),
      [200, 200, 400, 200, 400, 200],
    )
    answers.push(await call('GET', `${application}?webhook_secret=${secret}&a=b`))
    const state = await control('GET', '/state')
    const journal = await control('GET', '/requests')
    t.notMatch([...answers, state, journal].map(({ text }) => text).join(), secret)
    t.match(journal.text, '"webhook_secret":"***"')
    const kept = async () => (await store.findDestination({ kind: 'application', id: 'app_xyz789' })) as object
    await control('PUT', '/state', { body: state.body })
    t.strictSame(((await kept()) as { webhookSecret: string }).webhookSecret, secret)
    const changed = JSON.parse(state.text)
    changed.applications[0].webhook_secret = changed.applications[1].webhook_secret = 'another'
    t.notMatch((await control('PUT', '/state', { body: changed })).text, 'another')
    t.match(await kept(), { webhookSecret: 'another', answerUrl: answer_url })
    await control('POST', '/reset')
    t.match(await kept(), { webhookSecret: null, answerUrl: null })
  }),
)

t.test('faults and the journal know the operations of trunks and applications', t =>
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
      const answer = await call(method, path, method === 'GET' ? {} : { body: fields })
      t.equal(answer.status, 503, operation)
      t.match(marks(answer), { 'x-sandbox-fault': /^fault_/ })
    }
    const { body } = await control('GET', '/requests')
    t.strictSame(
      (body as { requests: { operation: string }[] }).requests.map(({ operation }) => operation),
      calls.map(([, , operation]) => operation),
    )
  }),
)

t.test('a trunk that is lost after its deletion was committed is gone', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    await call('POST', '/v1/account/acc_123abc/numbers/+14155551234/assign', { body: { trunk_id: 'trunk_abc123' } })
    const fault = { operation: 'deleteTrunk', at: 'after_commit', effect: { status: 503 } }
    await control('POST', '/faults', { body: fault })
    t.equal((await call('DELETE', `${trunks}/trunk_abc123`)).status, 503)
    t.strictSame(outcome(await call('GET', trunks)), [200, { data: [] }])
    const { body } = await control('GET', '/requests')
    t.match(body, { requests: [{ operation: 'assignTrunk' }, { operation: 'deleteTrunk', changed: null }, {}] })
    const late = { operation: 'getTrunk', at: 'after_commit', effect: { status: 503 } }
    t.equal((await control('POST', '/faults', { body: late })).status, 400)
  }),
)
