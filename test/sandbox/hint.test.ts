import t from 'tap'
import type { OnRequestEnd } from '../../src/http/request-context.ts'
import { number } from '../responses.ts'
import type { CallOptions } from '../server.ts'
import { numbers } from '../server.ts'
import { withSandbox } from './open.ts'

const readOnly = { authorization: 'Bearer tvx_sk_test_readonly' }
const key = (authorization: string): CallOptions => ({ headers: { authorization } })
const post = (body: unknown): CallOptions => ({ body })
const demoKeyHint = '; the demo key is tvx_sk_test_sandbox'

/** Requests with their hints; null if there is none. */
const cases: readonly (readonly [method: string, path: string, call: CallOptions, hint: string | null])[] = [
  ['POST', `${number}/assign`, post({ trunkId: 'trunk_abc123' }), 'unknown field trunkId; did you mean trunk_id?'],
  ['POST', `${number}/assign`, post({ zzzzzzzzzz: 1 }), 'unknown field zzzzzzzzzz'],
  ['POST', `${number}/assign`, post({}), null],
  ['POST', `${number}/application`, post({ application_id: 'app_xyz789', n: 1 }), 'unknown field n was ignored'],
  ['POST', `${number}/assign`, post({ trunk_id: 'trunk_abc123' }), null],
  [
    'POST',
    `${number}/assign`,
    post({ trunk_id: 'app_xyz789' }),
    'app_xyz789 is an application; send it to POST .../application',
  ],
  [
    'POST',
    `${number}/application`,
    post({ application_id: 'trunk_abc123' }),
    'trunk_abc123 is a trunk; send it to POST .../assign',
  ],
  ['POST', `${number}/assign`, post({ trunk_id: 'trunk_' }), null],
  ['POST', `${number}/assign`, post({ trunk_id: 5 }), null],
  ['POST', `${number}/assign`, post({ trunk_id: 'trunk_abc132' }), 'did you mean trunk_abc123?'],
  [
    'POST',
    `${number}/assign`,
    post({ trunk_id: 'trunk_zzzzzzzzzzzzzz' }),
    'the account has trunk_abc123; add more with --trunk or --seed',
  ],
  [
    'POST',
    `${number}/application`,
    post({ application_id: 'app_zzzzzzzzzzzz' }),
    'the account has app_xyz789; add more with --application or --seed',
  ],
  ['POST', `${number}/assign`, post({ trunk_id: 'trunk_def456' }), null],
  [
    'POST',
    `${number}/assign`,
    { ...post({ trunk_id: 'trunk_abc123' }), headers: readOnly },
    'this API key is read-only; use a key that can write',
  ],
  [
    'POST',
    `${number}/assign`,
    { ...post('x'), headers: { 'content-type': 'text/plain' } },
    'the body must be JSON; send the header Content-Type: application/json',
  ],
  ['POST', `${number}/assign`, post('{'), null],
  ['GET', `${numbers}/+14155551243`, {}, 'did you mean +14155551234?'],
  ['GET', `${numbers}/+3312345`, {}, 'the account has +14155551234, +919876543210; add more with --number or --seed'],
  ['GET', `${numbers}/%2014155551234`, {}, 'the number arrived as " 14155551234"; encode + as %2B'],
  ['GET', `${numbers}/%252B14155551234`, {}, 'the number arrived as "%2B14155551234"; encode it only once'],
  [
    'POST',
    `${numbers}/%25252b14155551234/assign`,
    post({ trunk_id: 'trunk_abc123' }),
    'the number arrived as "%252b14155551234"; encode it only once',
  ],
  ['GET', `${numbers}/+1%20(415)%20555-1234`, {}, 'use only a plus sign and digits; send +14155551234'],
  ['GET', `${numbers}/0014155551234`, {}, 'the number has no plus sign; send +14155551234'],
  ['GET', `${numbers}/1415`, {}, null],
  ['GET', `${numbers}?stat=active`, {}, 'unknown query parameter stat was ignored; did you mean status?'],
  ['GET', `${numbers}?zzzzzzzzzz`, {}, 'unknown query parameter zzzzzzzzzz was ignored'],
  ['GET', `${numbers}?status=active&page=1&per_page=1&country=US`, {}, null],
  ['GET', `${numbers}?page=0&perpage=5`, {}, 'unknown query parameter perpage; did you mean per_page?'],
  ['GET', `${number}?constructor=1`, {}, 'unknown query parameter constructor was ignored'],
  ['POST', `${number}/assign?trunk_id=trunk_abc123`, post({}), 'unknown query parameter trunk_id'],
  ['GET', '/v1/Account/acc_123abc/numbers', {}, 'paths are case-sensitive; use lower case: /v1/...'],
  ['GET', `${numbers}/14155551234`, {}, 'the number has no plus sign; send +14155551234'],
  ['GET', `${numbers}/x`, {}, null],
  ['GET', number, key(''), `the Authorization header is missing; send Authorization: Bearer KEY${demoKeyHint}`],
  [
    'GET',
    number,
    key('tvx_sk_test_sandbox'),
    'the Authorization header is malformed; send Bearer KEY, or Basic with account:key in base64',
  ],
  [
    'GET',
    number,
    key('Bearer tvx_sk_test_sandbox__A'),
    'the namespace after __ in the API key is invalid; use 1 to 32 characters of a-z, 0-9 and -',
  ],
  [
    'GET',
    number,
    key('Bearer tvx_sk_live_mine'),
    `this is a live API key; use a test key in the sandbox${demoKeyHint}`,
  ],
  ['GET', number, key('Bearer mine'), `unknown API key${demoKeyHint}; add a key with --key`],
  [
    'GET',
    number,
    key(`Basic ${btoa('acc_1:mine')}`),
    'the Basic credentials are wrong; send the account of the API key as user name and the key as password',
  ],
  [
    'GET',
    number.replace('123abc', '456def'),
    {},
    'the API key belongs to account acc_123abc; use that account in the path',
  ],
  ['PUT', `${number}/assign`, {}, 'this path does not support the method; use POST, DELETE'],
  ['GET', `${number}/`, {}, 'remove the trailing slash'],
  ['GET', '/v1//account', {}, 'remove the double slash'],
  ['GET', '/v1/account/acc_123abc/trunks/app_xyz789', {}, null],
  ['DELETE', '/v1/account/acc_123abc/trunks/app_xyz789', {}, null],
  ['GET', '/v1/voice/applications/trunk_abc123', {}, null],
  ['PUT', '/v1/account/acc_123abc/trunks/app_1', { body: { name: 'app_hello', auth_type: 'ip' } }, null],
  [
    'PATCH',
    '/v1/voice/applications/app_xyz789',
    { body: { answerUrl: 'x' } },
    'unknown field answerUrl was ignored; did you mean answer_url?',
  ],
  [
    'GET',
    '/v1/account/acc_123abc/trunks/trunk_1/credentials',
    {},
    'TryVox documents this path, but this server does not implement it',
  ],
  ['POST', '/v1/verify/start', {}, 'TryVox documents this path, but this server does not implement it'],
  ['GET', '/v1/accounts/acc_123abc/numbers', {}, 'write account, not accounts: /v1/account/...'],
  ['GET', '/v1/nothing', {}, null],
]

t.test('rejected requests have a hint in a header and in the journal', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    for (const [method, path, sent, hint] of cases) {
      const { headers } = await call(method, path, sent)
      t.equal(headers['x-sandbox-hint'] ?? null, hint, `${method} ${path} ${JSON.stringify(sent)}`)
    }
    const { body } = await control('GET', '/requests')
    const recorded = (body as { requests: { hint: string | null }[] }).requests.map(({ hint }) => hint)
    t.strictSame(
      recorded,
      cases.map(([, , , hint]) => hint),
    )
  }),
)

/** Requests that are not recorded in the journal, because they are not requests of the API. */
const unrecordedCases: typeof cases = [
  ['GET', '/V1/account/acc_123abc/numbers', {}, 'paths are case-sensitive; use lower case: /v1/...'],
  ['POST', '/V1/ACCOUNT/acc_123abc/Trunks', {}, 'paths are case-sensitive; use lower case: /v1/...'],
  ['GET', '/_Sandbox/info', {}, 'paths are case-sensitive; use lower case: /_sandbox/...'],
  ['GET', '/account/acc_123abc/numbers', {}, 'the path must begin with /v1'],
  ['PATCH', '/voice/applications/app_1', {}, 'the path must begin with /v1'],
  ['GET', '/unknown', {}, null],
  ['GET', '/Nowhere', {}, null],
  ['GET', '/_sandbox/info?x=1', {}, null],
  ['GET', '/_sandbox/requests', {}, null],
  ['GET', '/_sandbox/requests?e164=+14155551234', {}, 'the number arrived as " 14155551234"; encode + as %2B'],
  [
    'GET',
    '/_sandbox/requests?e164=%252B14155551234&limit=1',
    {},
    'the number arrived as "%2B14155551234"; encode it only once',
  ],
  ['GET', '/_sandbox/requests?e164=14155551234', {}, 'the number has no plus sign; send +14155551234'],
  ['GET', '/_sandbox/requests?e164=x', {}, null],
  ['GET', '/_sandbox/requests?e614=x', {}, 'unknown query parameter e614; did you mean e164?'],
  ['POST', '/_sandbox/reset?onyl=state', {}, 'unknown query parameter onyl; did you mean only?'],
  ['POST', '/_sandbox/verify', post({ e164: '14155551234' }), 'the number has no plus sign; send +14155551234'],
  ['POST', '/_sandbox/verify', post({ operatoin: 'getNumber' }), 'unknown field operatoin; did you mean operation?'],
  ['POST', '/_sandbox/verify', post({ body: { any: { thing: 1 } }, count: -1 }), null],
  ['POST', '/_sandbox/verify', post('{'), null],
  ['POST', '/_sandbox/verify', post([1]), null],
  ['POST', '/_sandbox/faults', post({ effect: { sttus: 500 } }), 'unknown field sttus; did you mean status?'],
  ['POST', '/_sandbox/faults', post({ effect: { status: 500 }, e164: 7 }), null],
  [
    'POST',
    '/_sandbox/calls',
    post({ from: '+14155550100', to: '+1.415-555 1234' }),
    'use only a plus sign and digits; send +14155551234',
  ],
  ['POST', '/_sandbox/calls', post({ from: '+14155550100', to: '(415) 555-1234' }), null],
  ['PUT', '/_sandbox/state', post({ numbrs: [] }), null],
  ['PUT', '/_sandbox/faults', {}, 'this path does not support the method; use POST, GET, HEAD, DELETE'],
  [
    'GET',
    '/_sandbox/info',
    { headers: { host: 'example.com' } },
    'this Host is not allowed; allow it with --allow-host NAME',
  ],
  [
    'POST',
    '/_sandbox/reset',
    { headers: { origin: 'http://evil.com' } },
    'this origin is not allowed; allow it with --allow-origin ORIGIN',
  ],
]

t.test('rejected requests to the control API and to other paths have hints too', async t => {
  const logged: unknown[] = []
  const onRequestEnd: OnRequestEnd = ({ context }) => {
    logged.push(context.notes['hint'] ?? null)
  }
  await withSandbox(t, { onRequestEnd }, async (t, { call, control }) => {
    for (const [method, path, sent, hint] of unrecordedCases) {
      const { headers } = await call(method, path, sent)
      t.equal(headers['x-sandbox-hint'] ?? null, hint, `${method} ${path} ${JSON.stringify(sent)}`)
    }
    t.match((await control('GET', '/requests')).body, { requests: [] })
    const hints = unrecordedCases.map(([, , , hint]) => hint)
    t.strictSame(logged.splice(0).slice(0, hints.length), hints, 'in the log line too')
  })
})

t.test('the hints for a missing token and for too many namespaces name the flag', t =>
  withSandbox(t, { limit: 1, controls: { token: 'secret' } }, async (t, { control, inNamespace }) => {
    const { headers } = await control('GET', '/info')
    t.equal(
      headers['x-sandbox-hint'],
      'the control API needs a token; send Authorization: Bearer TOKEN with the value of --control-token',
    )
    const full = 'the limit of namespaces is reached, and all were used in the last minute; raise it with --namespaces'
    t.equal((await inNamespace('w', 'GET', number)).headers['x-sandbox-hint'], full)
    const authorized = { headers: { authorization: 'Bearer secret' } }
    t.equal((await control('POST', '/reset?namespace=w', authorized)).headers['x-sandbox-hint'], full)
  }),
)

t.test('a hint names the namespace that has the resource, but only for the same account', t =>
  withSandbox(t, {}, async (t, { call, inNamespace, control }) => {
    const account = { id: 'acc_123abc' }
    const owner = { account_id: 'acc_123abc' }
    const keys = [{ key: 'tvx_sk_test_sandbox', ...owner }]
    const body = {
      accounts: [account],
      keys,
      trunks: [{ id: 'trunk_new', ...owner }],
      numbers: [{ e164: '+3312345678', ...owner }],
    }
    await control('PUT', '/state?namespace=w', { body })
    const otherNamespace = await call('GET', `${numbers}/+3312345678`)
    t.equal(otherNamespace.headers['x-sandbox-hint'], '+3312345678 is in the namespace w, not in default')
    const trunk = await call('POST', `${number}/assign`, post({ trunk_id: 'trunk_new' }))
    t.equal(trunk.headers['x-sandbox-hint'], 'trunk_new is in the namespace w, not in default')
    const otherAccount = await call('GET', `${numbers}/+14155550000`)
    t.notMatch(otherAccount.headers['x-sandbox-hint'], /namespace|55550000/)
    await control('PUT', '/state?namespace=w', { body: { accounts: [account], keys } })
    const emptyNamespace = await inNamespace('w', 'GET', number)
    t.equal(emptyNamespace.headers['x-sandbox-hint'], '+14155551234 is in the namespace default, not in w')
    await control('PUT', '/state', { body: { accounts: [account], keys: [] } })
    t.equal(
      (await inNamespace('w', 'GET', number)).headers['x-sandbox-hint'],
      'the account has none; add more with --number or --seed',
    )
  }),
)

t.test('a hint is ASCII and has at most 300 characters', t =>
  withSandbox(t, {}, async (t, { call }) => {
    const { headers } = await call('POST', `${number}/assign`, post({ [`trunk\u00efd${'x'.repeat(400)}`]: 1 }))
    t.match(headers['x-sandbox-hint'], /^unknown field trunk\?dx+$/)
    t.equal(String(headers['x-sandbox-hint']).length, 300)
  }),
)

t.test('suggestions come from the first 250 trunks of an account', t =>
  withSandbox(t, {}, async (t, { call, control }) => {
    const account_id = 'acc_123abc'
    const id = (at: number) => `trunk_${String(at).padStart(3, '0').repeat(4)}`
    const trunks = Array.from({ length: 400 }, (_, at) => ({ id: id(at), account_id }))
    const keys = [{ key: 'tvx_sk_test_sandbox', account_id }]
    const body = { accounts: [{ id: account_id }], keys, trunks, numbers: [{ e164: '+14155551234', account_id }] }
    t.equal((await control('PUT', '/state', { body })).status, 200)
    const hintOf = async (trunk_id: string) =>
      (await call('POST', `${number}/assign`, post({ trunk_id }))).headers['x-sandbox-hint']
    t.equal(await hintOf(`${id(249)}x`), `did you mean ${id(249)}?`)
    t.not(await hintOf(`${id(250)}x`), `did you mean ${id(250)}?`)
  }),
)
