import { createHash } from 'node:crypto'
import t from 'tap'
import { errorResponse, invalid, number, statusAndBody } from '../responses.ts'
import { withSandbox } from './open.ts'

const newNumber = { e164: '+14155559999', account_id: 'acc_123abc' }
const newNumberRow = {
  ...newNumber,
  trunk_id: null,
  application_id: null,
  status: 'active',
  country: 'US',
  type: 'local',
  region: 'CA',
  capabilities: ['voice'],
  monthly_fee: 1.25,
  setup_fee: 0,
  currency: 'USD',
  created_at: '2026-03-15T08:20:00Z',
  updated_at: '2026-03-15T08:20:00Z',
}

t.test('POST /state adds rows, which the API then shows, and a reset removes them', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const before = (await control('GET', '/state')).text
    const added = await control('POST', '/state', {
      body: {
        accounts: [{ id: 'acc_new' }],
        keys: [{ key: 'tvx_sk_test_new', account_id: 'acc_new' }],
        applications: [{ id: 'app_new', account_id: 'acc_new', webhook_secret: 'hidden' }],
        trunks: [{ id: 'trunk_new', account_id: 'acc_123abc', name: 'New' }],
        numbers: [{ ...newNumber, trunk_id: 'trunk_new' }],
      },
    })
    t.strictSame(statusAndBody(added), [
      200,
      {
        accounts: [{ id: 'acc_new' }],
        keys: [
          {
            sha256: 'b84e7f630093ae199b989c259d33428f468e2e38f7ac44bf7ba790a85e9a8c57',
            account_id: 'acc_new',
            access: 'full',
          },
        ],
        applications: [
          { id: 'app_new', account_id: 'acc_new', answer_url: null, answer_method: 'POST', hangup_url: null },
        ],
        trunks: [
          {
            id: 'trunk_new',
            account_id: 'acc_123abc',
            name: 'New',
            auth_type: 'ip',
            termination_uri: null,
            origination_uris: [],
            max_channels: 0,
            created_at: '2026-03-15T08:20:00Z',
          },
        ],
        numbers: [{ ...newNumberRow, trunk_id: 'trunk_new' }],
      },
    ])
    t.match(await call('GET', number.replace('+14155551234', newNumber.e164)), { body: { trunk_id: 'trunk_new' } })
    const headers = { authorization: 'Bearer tvx_sk_test_new' }
    t.match(await call('GET', '/v1/account/acc_new/numbers', { headers }), { body: { pagination: { total: 0 } } })
    await control('POST', '/reset?only=state')
    t.equal((await control('GET', '/state')).text, before)
  }),
)

t.test('PATCH /state changes only the given fields; a new trunk removes the application, and vice versa', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    await control('POST', '/state', { body: { numbers: [newNumber] } })
    const change = async (changes: object) =>
      statusAndBody(await control('PATCH', '/state', { body: { numbers: [{ e164: newNumber.e164, ...changes }] } }))
    const path = number.replace('+14155551234', newNumber.e164)
    t.strictSame(await change({ status: 'suspended' }), [200, { numbers: [{ ...newNumberRow, status: 'suspended' }] }])
    t.equal((await call('POST', `${path}/assign`, { body: { trunk_id: 'trunk_abc123' } })).status, 403)
    const active = { ...newNumberRow, trunk_id: 'trunk_abc123', updated_at: '2026-04-01T00:00:00Z' }
    const { status, trunk_id, updated_at } = active
    t.strictSame(await change({ status, trunk_id, updated_at }), [200, { numbers: [active] }])
    const onApplication = { ...active, trunk_id: null, application_id: 'app_xyz789' }
    t.strictSame(await change({ application_id: 'app_xyz789' }), [200, { numbers: [onApplication] }])
    t.strictSame(await change({ trunk_id: 'trunk_abc123' }), [200, { numbers: [active] }])
    t.strictSame(await change({ trunk_id: null }), [200, { numbers: [{ ...active, trunk_id: null }] }])
    t.match((await call('GET', path)).body, { trunk_id: null, application_id: null })
  }),
)

t.test('PATCH /state changes keys, and keeps the webhook secret of an application', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const trunk = { body: { trunk_id: 'trunk_abc123' } }
    const key = 'tvx_sk_test_sandbox'
    t.equal((await control('PATCH', '/state', { body: { keys: [{ key, access: 'read' }] } })).status, 200)
    t.equal((await call('POST', `${number}/assign`, trunk)).status, 403)
    const sha256 = createHash('sha256').update(key).digest('hex')
    t.equal((await control('PATCH', '/state', { body: { keys: [{ sha256, access: 'full' }] } })).status, 200)
    t.equal((await call('POST', `${number}/assign`, trunk)).status, 200)
    const applications = [{ id: 'app_xyz789', answer_method: 'GET' }]
    t.match(await control('PATCH', '/state', { body: { applications } }), { body: { applications } })
  }),
)

t.test('an invalid edit is an error with the index of the row in the request, and changes nothing', t =>
  withSandbox(t, {}, async (t, { control }) => {
    const before = (await control('GET', '/state')).text
    const rejects = async (method: 'POST' | 'PATCH', body: object, field: string, reason: string) =>
      t.strictSame(statusAndBody(await control(method, '/state', { body })), invalid({ field, reason }), field)
    const e164 = '+14155551234'
    const account_id = 'acc_123abc'
    await rejects('POST', { numbers: [newNumber, { e164, account_id }] }, 'numbers[1]', 'already exists')
    await rejects('POST', { numbers: [{ e164: '+14155559999' }] }, 'numbers[0].account_id', 'is missing')
    await rejects('POST', { numbers: [newNumber, newNumber] }, 'numbers[1]', 'is a duplicate of "+14155559999"')
    await rejects(
      'PATCH',
      { numbers: [{ e164: '+14155551235' }] },
      'numbers[0]',
      'does not exist; did you mean "+14155551234"?',
    )
    await rejects('PATCH', { numbers: [{ e164 }, { e164 }] }, 'numbers[1]', 'is a duplicate of "+14155551234"')
    await rejects('PATCH', { numbers: [{ status: 'active' }] }, 'numbers[0].e164', 'is missing')
    await rejects(
      'PATCH',
      { numbers: [{ e164, account_id: 'acc_456def' }] },
      'numbers[0].account_id',
      'cannot be changed',
    )
    await rejects(
      'PATCH',
      { numbers: [{ e164, stat: 'active' }] },
      'numbers[0].stat',
      'is not a field of a seed; did you mean "status"?',
    )
    await rejects(
      'PATCH',
      { numbers: [{ e164, trunk_id: 'trunk_def456' }] },
      'numbers[0].trunk_id',
      '"trunk_def456" belongs to account "acc_456def"',
    )
    await rejects(
      'PATCH',
      { numbers: [{ e164, trunk_id: 'trunk_abc123', application_id: 'app_xyz789' }] },
      'numbers[0]',
      'has both trunk_id and application_id; a number can have only one of them',
    )
    await rejects('PATCH', { number: [] }, 'number', 'is not a field of a seed; did you mean "numbers"?')
    await rejects('PATCH', { numbers: 1 }, 'numbers', 'must be a JSON array')
    await rejects('PATCH', { numbers: [1] }, 'numbers[0]', 'must be a JSON object')
    await rejects('PATCH', [], 'body', 'must be a JSON object')
    await rejects('PATCH', { keys: [{ key: 'tvx_sk_test_none', access: 'full' }] }, 'keys[0]', 'does not exist')
    await rejects('POST', { keys: [{ key: 'tvx_sk_test_sandbox', account_id }] }, 'keys[0]', 'already exists')
    await rejects('POST', { trunks: [{ id: 'trunk_abc123', account_id }] }, 'trunks[0]', 'already exists')
    t.equal((await control('GET', '/state')).text, before)
  }),
)

t.test('an edit loses no change that is made at the same time', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const trunks = Array.from({ length: 20 }, (_, at) => ({ id: `trunk_${at}`, account_id: 'acc_123abc' }))
    const edits = trunks.map(trunk => control('POST', '/state', { body: { trunks: [trunk] } }))
    const calls = [call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } }), call('GET', number)]
    const statuses = (await Promise.all([...edits, ...calls])).map(({ status }) => status)
    t.ok(statuses.every(status => status === 200))
    t.match((await call('GET', number)).body, { trunk_id: 'trunk_abc123' })
    const state = Object((await control('GET', '/state')).body)
    t.ok(trunks.every(({ id }) => state.trunks.some((each: { id: string }) => each.id === id)))
  }),
)

t.test('an edit is for one namespace, which it creates', t =>
  withSandbox(t, {}, async (t, { control, inNamespace }) => {
    await control('POST', '/state?namespace=b', { body: { numbers: [newNumber] } })
    const path = number.replace('+14155551234', newNumber.e164)
    t.equal((await inNamespace('b', 'GET', path)).status, 200)
    t.strictSame(
      statusAndBody(await inNamespace('c', 'GET', path)),
      errorResponse(404, 'NOT_FOUND', 'Number not found in your account'),
    )
    t.equal((await control('PATCH', '/state?namespace=*', { body: {} })).status, 400)
  }),
)
