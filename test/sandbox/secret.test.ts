import t from 'tap'
import { number } from '../responses.ts'
import { numbers } from '../server.ts'
import { withSandbox } from './open.ts'

t.test('a key in a wrong place is redacted in journal, headers and hints', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const state = { accounts: [{ id: 'acc_w' }], keys: [{ key: 'ownsecret', account_id: 'acc_w' }] }
    await control('PUT', '/state?namespace=w', { body: state })
    for (const secret of ['tvx_sk_live_mine', 'tvx_sk_test_other', 'tvx_sk_test_other__w', 'ownsecret']) {
      const responses = [
        await call('GET', `${numbers}/${secret}`),
        await call('POST', `${number}/assign`, { body: { trunk_id: secret, [secret]: secret } }),
        await call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123', [secret]: 1 } }),
        await call('GET', `${number}?key=${secret}`),
        await call('GET', number, { headers: { authorization: `Bearer ${secret}__w`, 'x-request-id': secret } }),
        await call('GET', number, { headers: { prefer: `status=${secret}` } }),
        await control('GET', '/requests?namespace=*'),
        await control('GET', '/state'),
      ]
      for (const { headers, text } of responses) t.notMatch(JSON.stringify(headers) + text, secret)
    }
  }),
)

t.test('keys are redacted in escaped and in truncated bodies', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    await call('POST', `${number}/assign`, { body: '{"trunk_id":"\\u0074vx_sk_test_escaped"}' })
    const long = `{"trunk_id":"tvx_sk_test_dupe",${' '.repeat(2_100)}"trunk_id":"trunk_abc123"}`
    t.equal((await call('POST', `${number}/assign`, { body: long })).status, 200)
    t.notMatch((await control('GET', '/requests')).text, /tvx_sk/)
  }),
)

t.test('a key in an accepted name or URL is redacted in the journal', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const key = 'tvx_sk_test_other'
    const trunk = { name: `PBX ${key}`, auth_type: 'ip' }
    const application = { hangup_url: `http://127.0.0.1:1/x?token=${key}` }
    t.equal((await call('POST', '/v1/account/acc_123abc/trunks', { body: trunk })).status, 201)
    t.equal((await call('GET', '/v1/account/acc_123abc/trunks')).status, 200)
    const changed = await call('PATCH', '/v1/voice/applications/app_xyz789', { body: application })
    t.equal(changed.status, 200)
    const { text } = await control('GET', '/requests')
    t.match(text, 'PBX ***')
    t.notMatch(text, /tvx_sk/)
  }),
)

t.test('a key after an escape, in brackets or across a truncation is redacted in the journal', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    await control('PUT', '/state?namespace=w', {
      body: { accounts: [{ id: 'acc_w' }], keys: [{ key: 'ownsecret', account_id: 'acc_w' }] },
    })
    for (const trunk_id of ['\nownsecret', '(ownsecret)', '<ownsecret>', `${' '.repeat(2_030)}ownsecret`])
      await call('POST', `${number}/assign`, { body: { trunk_id } })
    await call('GET', `${numbers}/(ownsecret)`)
    t.notMatch((await control('GET', '/requests')).text, /ownsec/)
  }),
)

t.test('secret query parameters are redacted, in linear time', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    // Cubic time would take more than a second.
    const names = '?secret'.repeat(800)
    await call('GET', '/v1/nothing?a=1&my_Secret=x=y&b&secret&secret_2=z')
    await call('GET', `/v1/nothing${names}`)
    const { body } = await control('GET', '/requests')
    const [first, second] = (body as { requests: { path: string }[] }).requests
    t.equal(first?.path, '/v1/nothing?a=1&my_Secret=***&b&secret&secret_2=***')
    t.ok(second?.path.startsWith('/v1/nothing?secret?secret'))
  }),
)
