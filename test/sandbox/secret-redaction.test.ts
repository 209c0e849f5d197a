import { once } from 'node:events'
import { request } from 'node:http'
import type { Test } from 'tap'
import t from 'tap'
import type { LogLine } from '../../src/http/log-line.ts'
import { logRequests } from '../../src/http/log-line.ts'
import { demo } from '../../src/store/demo.ts'
import { indianNumber, number } from '../responses.ts'
import { containsWord, encodings, jsonEncodings, sampleKeys } from '../secret-samples.ts'
import type { CallOptions, TestResponse } from '../server.ts'
import { numbers } from '../server.ts'
import { sendBytes } from '../wire.ts'
import type { SandboxServer } from './open.ts'
import { withSandbox } from './open.ts'
import { startReceiver } from './webhook.ts'

const secret = 'aW3bhook/s3cret+=='
const assign = `${number}/assign`
const trunk_id = 'trunk_abc123'

/** A request that contains a key in a wrong place. */
type RequestWithKey = [method: string, path: string, call?: CallOptions]
const inUrls = (key: string): RequestWithKey[] => [
  ['GET', `/${key}`],
  ['GET', `/v1/${key}`],
  ['GET', `/v1/account/${key}/numbers`],
  ['GET', `${numbers}/${key}`],
  ['POST', `${numbers}/${key}/assign`, { body: { trunk_id } }],
  ['GET', `/v1/account/acc_123abc/trunks/${key}`],
  ['GET', `/v1/voice/applications/${key}`],
  ['GET', `${number}?${key}=1`],
  ['GET', `${number}?api_key=${key}`],
  ['GET', `${numbers}?page=${key}`],
  ['GET', `/_sandbox/requests?${key}=1`],
  ['GET', `/_sandbox/requests?operation=${key}`],
  ['GET', `/_sandbox/requests?e164=${key}`],
  ['GET', `/_sandbox/state?namespace=${key}`],
  ['POST', `/_sandbox/reset?only=${key}`],
  ['DELETE', `/_sandbox/faults/${key}`],
  ['POST', `/_sandbox/deliveries/${key}/send`],
  ['GET', `/_console/${key}`],
]
const inBodies = (key: string): RequestWithKey[] => [
  ['POST', assign, { body: `{"trunk_id":"${key}"}` }],
  ['POST', assign, { body: `{"trunk_id":"trunk_abc123","${key}":"${key}"}` }],
  ['POST', assign, { body: `{"trunk_id":"${key}","trunk_id":"trunk_abc123"}` }],
  ['POST', assign, { body: `{"trunk_id":"${key}` }],
  ['POST', assign, { body: `"${key}"` }],
  ['POST', assign, { body: `{"trunk_id":"trunk_abc123","a":"${' '.repeat(1_980)}","b":"${key}"}` }],
  ['POST', assign, { body: `key=${key}`, headers: { 'content-type': 'text/plain' } }],
  ['POST', '/v1/account/acc_123abc/trunks', { body: `{"name":"x","auth_type":"${key}"}` }],
  ['PATCH', '/v1/voice/applications/app_xyz789', { body: `{"answer_method":"${key}"}` }],
  ['POST', '/_sandbox/faults', { body: `{"${key}":1}` }],
  ['POST', '/_sandbox/faults', { body: `{"operation":"${key}","effect":{"${key}":1}}` }],
  ['POST', '/_sandbox/faults', { body: `{"e164":"+19999999999","effect":{"status":503,"body":{"${key}":"${key}"}}}` }],
  ['POST', '/_sandbox/verify', { body: `{"${key}":1}` }],
  ['POST', '/_sandbox/verify', { body: `{"body":{"${key}":"${key}"}}` }],
  ['POST', '/_sandbox/calls', { body: `{"from":"${key}","to":"${key}"}` }],
  ['PUT', '/_sandbox/clock', { body: `{"now":"${key}"}` }],
  ['PUT', '/_sandbox/state', { body: `{"${key}":[]}` }],
  ['PUT', '/_sandbox/state', { body: `{"accounts":[{"id":"${key}/"}]}` }],
  ['PUT', '/_sandbox/state', { body: `{"accounts":[{"id":"acc_1","${key}":1}]}` }],
  ['PUT', '/_sandbox/state', { body: `{"numbers":[{"e164":"+14155550123","account_id":"${key}"}]}` }],
  ['PUT', '/_sandbox/state', { body: `{"keys":[{"sha256":"${key}","account_id":"acc_1"}]}` }],
  [
    'PUT',
    '/_sandbox/state?namespace=named',
    { body: `{"accounts":[{"id":"acc_1"}],"trunks":[{"id":"trunk_1","account_id":"acc_1","name":"${key}"}]}` },
  ],
]
const inHeaders = (key: string): RequestWithKey[] =>
  [
    { 'x-request-id': key },
    { prefer: `status=${key}` },
    { authorization: `Bearer ${key}x` },
    { authorization: `Basic ${Buffer.from(`acc_456def:${key}`).toString('base64')}` },
    { authorization: key },
    { 'content-type': key },
    { 'user-agent': key, cookie: key, referer: key, 'x-api-key': key },
  ].map(headers => ['POST', assign, { headers, body: { trunk_id } }])

function requestsWith(key: string): RequestWithKey[] {
  const urls = Object.values(encodings).flatMap(encode => inUrls(encode(key)))
  const bodies = Object.values(jsonEncodings).flatMap(encode => inBodies(encode(key)))
  const plain = [key, encodeURIComponent(key), Buffer.from(`acc_123abc:${key}`).toString('base64')]
  return [...urls, ...bodies, ...plain.flatMap(key => [...inBodies(key), ...inHeaders(key)])]
}

/** Opens a stream of events. The returned function waits for a request id and returns all events. */
async function watch(t: Test, port: number) {
  const sending = request({ port, path: '/_sandbox/events', agent: false }).end()
  t.teardown(() => sending.destroy())
  const [response] = await once(sending, 'response')
  let received = ''
  response.setEncoding('utf8').on('data', (text: string) => (received += text))
  return async (id: string) => {
    while (!received.includes(id)) await once(response, 'data')
    return received.split('\n\n')
  }
}

const lines: LogLine[] = []
const options = { journal: { namespace: 10_000, all: 20_000 }, onRequestEnd: logRequests(line => lines.push(line)) }
const keys = sampleKeys.map(key => ({ key, account_id: 'acc_456def' }))

t.test('no output of the server contains a key, wherever it was sent', t =>
  withSandbox(t, options, async (t, server) => {
    const { control, call, port } = server
    await control('PUT', '/state', { body: { ...demo, keys: [...(demo.keys ?? []), ...keys] } })
    const until = await watch(t, port)
    for (const [at, key] of sampleKeys.entries()) {
      lines.length = 0
      const outputs: string[] = []
      const record = (what: string, { headers, text }: TestResponse) =>
        outputs.push(`${what}: ${JSON.stringify(headers)} ${text}`)
      for (const [method, path, sent] of requestsWith(key)) record(method, await call(method, path, sent))
      await call('GET', number, { headers: { 'x-request-id': `last-${at}` } })
      outputs.push(...(await until(`last-${at}`)))
      outputs.push(...(await requestsOf(server)), ...lines.map(line => JSON.stringify(line)))
      for (const path of ['/state', '/state?namespace=named', '/faults', '/info', '/coverage'])
        record(path, await control('GET', path))
      t.strictSame([...new Set(outputs)].filter(each => containsWord(each, key)).slice(0, 5), [], key)
      t.ok(outputs.length > 1_000)
      await control('DELETE', '/faults')
    }
  }),
)

async function requestsOf({ control }: SandboxServer): Promise<string[]> {
  const { requests } = (await control('GET', '/requests?namespace=*&limit=10000')).body as { requests: unknown[] }
  return requests.map(each => JSON.stringify(each))
}

t.test('no output of the server contains a webhook secret, even if the webhook returns it', t =>
  withSandbox(t, { ...options, deliver: { backoff: [] } }, async (t, server) => {
    const { call, control } = server
    await control('PUT', '/state', { body: { ...demo, keys: [...(demo.keys ?? []), ...keys] } })
    const hook = await startReceiver(t)
    const hookUrl = `http://127.0.0.1:${hook.port}/hook`
    const fields = { answer_url: `${hookUrl}?token=${encodeURIComponent(sampleKeys[1])}`, webhook_secret: secret }
    t.equal((await call('PATCH', '/v1/voice/applications/app_xyz789', { body: fields })).status, 200)
    const outputs: string[] = []
    const record = ({ headers, text }: TestResponse) => outputs.push(`${JSON.stringify(headers)} ${text}`)
    for (const word of [secret, ...sampleKeys]) {
      for (const encode of Object.values({ ...encodings, ...jsonEncodings })) {
        const echo = encode(word)
        for (const [status, text] of [
          [200, `{"voxml_version":"1.0","instructions":[{"verb":"${echo}","${echo}":"${echo}"}]}`],
          [500, `no such secret: ${echo}`],
        ] as const) {
          hook.responses = [[status, text]]
          const simulatedCall = { from: '+14155559999', to: '+919876543210', deliver: true }
          record(await control('POST', '/calls', { body: simulatedCall }))
        }
      }
    }
    for (const query of ['webhook_secret', 'webhook_s%65cret', 'webhook_s%2565cret', 'a=1&WEBHOOK_SECRET'])
      record(await call('GET', `${indianNumber}?${query}=${encodeURIComponent(secret)}`))
    for (const name of ['webhook_secret', 'webhook_s\\u0065cret']) {
      record(await call('POST', assign, { body: `{"trunk_id":"trunk_abc123","${name}":"${secret}"}` }))
      record(await call('POST', assign, { body: `{"${name}":"${secret}"` }))
    }
    record(
      await call('POST', assign, { headers: { 'content-type': 'text/plain' }, body: `webhook_s%65cret=${secret}` }),
    )
    for (const path of ['/deliveries', '/state']) record(await control('GET', path))
    outputs.push(...(await requestsOf(server)))
    for (const word of [secret, ...sampleKeys]) {
      t.strictSame(outputs.filter(each => containsWord(each, word)).slice(0, 5), [], word)
    }
    t.equal(hook.received[0]?.url.includes(encodeURIComponent(sampleKeys[1])), true)
  }),
)

t.test('a key in the region of a number is redacted in state and journal', t =>
  withSandbox(t, {}, async (t, server) => {
    const { call, control } = server
    const [key] = sampleKeys
    const numbers = demo.numbers?.map(each => ({ ...each, region: each.e164 === '+14155551234' ? key : 'San José' }))
    const put = await control('PUT', '/state', { body: { ...demo, keys: [...(demo.keys ?? []), ...keys], numbers } })
    const list = '/v1/account/acc_123abc/numbers'
    for (const path of [list, `${list}/+14155551234`])
      t.equal(containsWord((await call('GET', path)).text, key), true, path)
    const outputs = [put.text, (await control('GET', '/state')).text, ...(await requestsOf(server))]
    t.equal(outputs.length, 4)
    t.strictSame(
      outputs.filter(each => containsWord(each, key)),
      [],
    )
    t.equal(outputs.filter(each => each.includes('"region":"***"')).length, 4)
    t.equal(outputs.filter(each => each.includes('San José')).length, 3)
  }),
)

t.test('a request that would store a live key is rejected, and the error names only the field', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const live = 'tvx_sk_live_mine'
    const detail = (field: string) => ({
      field,
      reason: 'must not contain a live key; the sandbox never stores live keys',
    })
    const send = async (sent: Promise<TestResponse>) => {
      const { status, body, text } = await sent
      t.notMatch(text, live)
      return [status, (body as { error: { details: unknown } }).error.details]
    }
    const trunks = '/v1/account/acc_123abc/trunks'
    const named = { name: `PBX ${live}`, auth_type: 'ip', origination_uris: [`sip:${live}@x`, 'sip:y'], more: live }
    t.strictSame(await send(call('POST', trunks, { body: named })), [400, [detail('name'), detail('origination_uris')]])
    t.strictSame(await send(call('PUT', `${trunks}/trunk_abc123`, { body: named })), [
      400,
      [detail('name'), detail('origination_uris')],
    ])
    const escaped = { name: 'PBX tvx%5fsk%5Flive_mine', auth_type: 'ip', termination_uri: 'sip:tvx%255Fsk_live_mine@x' }
    t.strictSame(await send(call('POST', trunks, { body: escaped })), [
      400,
      [detail('name'), detail('termination_uri')],
    ])
    const urls = { answer_url: `http://x/?k=${live}`, hangup_url: `http://x/${live}`, webhook_secret: live }
    t.strictSame(await send(call('PATCH', '/v1/voice/applications/app_xyz789', { body: urls })), [
      400,
      [detail('answer_url'), detail('hangup_url'), detail('webhook_secret')],
    ])
    const account_id = 'acc_1'
    const accounts = [{ id: account_id }]
    for (const [body, field] of [
      [{ accounts: [...accounts, { id: live }] }, 'accounts[1].id'],
      [{ accounts, trunks: [{ id: `trunk_${live}`, account_id }] }, 'trunks[0].id'],
      [{ accounts, trunks: [{ id: 'trunk_1', account_id, name: live }] }, 'trunks[0].name'],
      [{ accounts, trunks: [{ id: 'trunk_1', account_id, name: 'tvx\\u005fsk_live_mine' }] }, 'trunks[0].name'],
      [
        { accounts, applications: [{ id: 'app_1', account_id, webhook_secret: live }] },
        'applications[0].webhook_secret',
      ],
      [{ accounts, numbers: [{ e164: '+14155550123', account_id, region: live }] }, 'numbers[0].region'],
    ] as const) {
      t.strictSame(await send(control('PUT', '/state', { body })), [400, [detail(field)]])
    }
  }),
)

t.test('an incomplete path is not logged, because it could end within a key', t =>
  withSandbox(t, options, async (t, server) => {
    lines.length = 0
    const [answer] = await sendBytes(server.port, `GET /v1/${'x'.repeat(20_000)}/${sampleKeys[0].slice(0, 7)}`)
    t.equal(answer?.status, 431)
    t.notMatch(JSON.stringify([lines, await requestsOf(server)]), sampleKeys[0].slice(0, 4))
    t.match(lines, [{ status: 431, path: '' }])
  }),
)

t.test('known and unknown keys are redacted alike in the journal, and verifications can still match them', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    await call('POST', assign, { body: '{"trunk_id":"tvx_sk_live_x", "trunk_id": "trunk_abc123"}' })
    await call('POST', '/v1/account/acc_123abc/trunks', { body: { name: 'PBX tvx_sk_test_other', auth_type: 'ip' } })
    const verification = { operation: 'createTrunk', body: { name: 'PBX tvx_sk_test_other' } }
    t.match((await control('POST', '/verify', { body: verification })).body, { matched: 1 })
    t.match((await control('GET', '/requests')).body, {
      requests: [
        { status: 200, request_body: { trunk_id: 'trunk_abc123' } },
        { status: 201, request_body: { name: 'PBX ***' }, response_body: { name: 'PBX ***' } },
      ],
    })
  }),
)
