import t from 'tap'
import { readSeed } from '../../src/store/seed-check.ts'
import { seedFile } from './fixture.ts'
import { usageErrorOf } from './usage-error.ts'

const number = { e164: '+14155551234', account_id: 'acc_1' }
const sha256 = 'a'.repeat(64)
const fee = 'must be a JSON number, minimum 0, maximum 1000000'
const time = '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ$'

/** The seed file, with this number as the third one. */
function withNumber(row: object): object {
  return { ...seedFile, numbers: [...(seedFile.numbers?.slice(0, 2) ?? []), { ...number, ...row }] }
}

function withKeys(...keys: readonly unknown[]): object {
  return { ...seedFile, keys }
}

const duplicate = { key: 'tvx_sk_test_duplicate', account_id: 'acc_1' }
const errors: readonly [object | null | string, string][] = [
  [null, 'the seed must be a JSON object'],
  [[], 'the seed must be a JSON object'],
  ['demo', 'the seed "demo" must be a JSON object'],
  [{ number: [] }, 'number is not a field of a seed; did you mean "numbers"?'],
  [{ weather: [] }, 'weather is not a field of a seed'],
  [{ numbers: {} }, 'numbers must be a JSON array'],
  [{ numbers: [5] }, 'numbers[0] must be a JSON object'],
  [{ accounts: [{}] }, 'accounts[0].id is missing'],
  [{ accounts: [{ id: 'a b' }] }, 'accounts[0].id "a b" must match ^[A-Za-z0-9_-]{1,64}$'],
  [{ accounts: [{ id: 7 }] }, 'accounts[0].id must match ^[A-Za-z0-9_-]{1,64}$'],
  [{ accounts: [{ id: 'acc_1' }, { id: 'acc_1' }] }, 'accounts[1] is a duplicate of "acc_1"'],
  [withNumber({ trunkid: 'trunk_abc123' }), 'numbers[2].trunkid is not a field of a seed; did you mean "trunk_id"?'],
  [{ numbers: [{ e146: '+14155551234' }] }, 'numbers[0].e146 is not a field of a seed; did you mean "e164"?'],
  [withNumber({ name: 'Mine' }), 'numbers[2].name is not a field of numbers'],
  [{ applications: [{ id: 'app_1', trunk_id: 'trunk_1' }] }, 'applications[0].trunk_id is not a field of applications'],
  [withNumber({ trunks: [] }), 'numbers[2].trunks is not a field of numbers; did you mean "trunk_id"?'],
  [{ id: 'acc_1' }, 'id is not a field of a seed'],
  [withNumber({ status: ['active'] }), 'numbers[2].status must be one of active, pending, suspended'],
  [withNumber({ e164: '4155551234' }), 'numbers[2].e164 "4155551234" must match ^\\+[1-9]\\d{6,14}$'],
  [withNumber({ e164: '+14155550002' }), 'numbers[2] is a duplicate of "+14155550002"'],
  [withNumber({ account_id: 'acc_11' }), 'numbers[2].account_id "acc_11" does not exist; did you mean "acc_1"?'],
  [withNumber({ account_id: 'somebody' }), 'numbers[2].account_id "somebody" does not exist'],
  [withNumber({ trunk_id: 'abc123' }), 'numbers[2].trunk_id "abc123" must match ^trunk_[A-Za-z0-9_-]{1,64}$'],
  [withNumber({ application_id: 'app 1' }), 'numbers[2].application_id "app 1" must match ^app_[A-Za-z0-9_-]{1,64}$'],
  [
    withNumber({ trunk_id: 'trunk_abc12' }),
    'numbers[2].trunk_id "trunk_abc12" does not exist; did you mean "trunk_abc123"?',
  ],
  [
    withNumber({ application_id: 'app_xyz78' }),
    'numbers[2].application_id "app_xyz78" does not exist; did you mean "app_xyz789"?',
  ],
  [withNumber({ trunk_id: 'trunk_othe' }), 'numbers[2].trunk_id "trunk_othe" does not exist'],
  [withNumber({ trunk_id: 'trunk_xyz789' }), 'numbers[2].trunk_id "trunk_xyz789" does not exist'],
  [withNumber({ trunk_id: 'trunk_other' }), 'numbers[2].trunk_id "trunk_other" belongs to account "acc_2"'],
  [withNumber({ application_id: 'app_other' }), 'numbers[2].application_id "app_other" belongs to account "acc_2"'],
  [
    withNumber({ trunk_id: 'trunk_abc123', application_id: 'app_xyz789' }),
    'numbers[2] has both trunk_id and application_id; a number can have only one of them',
  ],
  [
    withNumber({ status: 'actif' }),
    'numbers[2].status "actif" must be one of active, pending, suspended; did you mean "active"?',
  ],
  [withNumber({ status: { toString: 1 } }), 'numbers[2].status must be one of active, pending, suspended'],
  [
    withNumber({ status: 'x'.repeat(1_000) }),
    `numbers[2].status "${'x'.repeat(200)}…" must be one of active, pending, suspended`,
  ],
  [withNumber({ ['x'.repeat(1_000)]: 1 }), `numbers[2].${'x'.repeat(189)}… is not a field of a seed`],
  [Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`field_${at}`, 1])), 'field_0 is not a field of a seed'],
  [
    { ...withNumber({ status: 'x' }), trunks: Array.from({ length: 150 }, () => ({ nam: 'x' })) },
    'trunks[0].nam is not a field of a seed; did you mean "name"?',
  ],
  [withNumber({ status: 'x' }), 'numbers[2].status "x" must be one of active, pending, suspended'],
  [
    withNumber({ type: 'tollfree' }),
    'numbers[2].type "tollfree" must be one of local, toll_free, mobile; did you mean "toll_free"?',
  ],
  [withNumber({ country: 'us' }), 'numbers[2].country "us" must match ^[A-Z]{2}$'],
  [withNumber({ currency: '$' }), 'numbers[2].currency "$" must match ^[A-Z]{3}$'],
  [
    withNumber({ region: '\u{1f600}'.repeat(101) }),
    `numbers[2].region "${'\u{1f600}'.repeat(101)}" must be a JSON string, maxLength 100`,
  ],
  [withNumber({ region: '\ud83d' }), 'numbers[2].region must not contain a lone surrogate'],
  [
    { ...seedFile, trunks: [{ id: 'trunk_1', account_id: 'acc_1', name: 'a\udc00' }] },
    'trunks[0].name must not contain a lone surrogate',
  ],
  [
    { ...seedFile, trunks: [{ id: 'trunk_1', account_id: 'acc_1', origination_uris: ['sip:\ud83d@a'] }] },
    'trunks[0].origination_uris must not contain a lone surrogate',
  ],
  [
    { ...seedFile, applications: [{ id: 'app_1', account_id: 'acc_1', answer_url: 'http://a/\udfff' }] },
    'applications[0].answer_url must not contain a lone surrogate',
  ],
  [withNumber({ region: 5 }), 'numbers[2].region must be a JSON string, maxLength 100'],
  [withNumber({ capabilities: ['fax'] }), 'numbers[2].capabilities[0] "fax" must be one of voice, sms, mms'],
  [withNumber({ capabilities: ['voice', 'voice'] }), 'numbers[2].capabilities must be a JSON array, uniqueItems true'],
  [withNumber({ monthly_fee: -1 }), `numbers[2].monthly_fee ${fee}`],
  [withNumber({ setup_fee: 2e6 }), `numbers[2].setup_fee ${fee}`],
  [
    withNumber({ created_at: '2026-13-01T00:00:00Z' }),
    `numbers[2].created_at "2026-13-01T00:00:00Z" must match ${time}`,
  ],
  [withNumber({ updated_at: 'now' }), `numbers[2].updated_at "now" must match ${time}`],
  [
    { ...seedFile, trunks: [{ id: 'trunk_1', account_id: 'acc_3' }] },
    'trunks[0].account_id "acc_3" does not exist; did you mean "acc_1"?',
  ],
  [
    { ...seedFile, applications: [{ id: 'app_1', account_id: 'unknown' }] },
    'applications[0].account_id "unknown" does not exist',
  ],
  [{ ...seedFile, trunks: [seedFile.trunks?.[0], seedFile.trunks?.[0]] }, 'trunks[1] is a duplicate of "trunk_abc123"'],
  [withKeys({ key: 'x', account_id: 'unknown' }), 'keys[0].account_id "unknown" does not exist'],
  [withKeys({ account_id: 'acc_1' }), 'keys[0] has neither key nor sha256; give one of them'],
  [withKeys({ ...duplicate, sha256 }), 'keys[0] has both key and sha256; give only one'],
  [withKeys(duplicate, { ...duplicate, access: 'read' }), 'keys[1] is a duplicate of an earlier key'],
  [withKeys({ ...duplicate, access: 'reed' }), 'keys[0].access must be one of full, read; did you mean "read"?'],
]

t.test('the length of a string is counted in code points', async t => {
  const region = '\u{1f600}'.repeat(100)
  t.equal(readSeed(withNumber({ region })).numbers.get(number.e164)?.region, region)
})

for (const [json, line] of errors) {
  t.test(`a seed is rejected: ${line}`, async t => {
    t.equal(
      usageErrorOf(() => readSeed(json)),
      line,
    )
  })
}

const secret = 'tvx_sk_test_my__secret'
const liveKey = 'tvx_sk_live_secret'
const keyPattern = 'must match ^(?!.*__)[!-~]{1,200}$'
const keyErrors: readonly [string, object, string][] = [
  ['with the separator of namespaces', withKeys({ key: secret, account_id: 'acc_1' }), `keys[0].key ${keyPattern}`],
  ['with a space', withKeys({ key: `${secret} `, account_id: 'acc_1' }), `keys[0].key ${keyPattern}`],
  [
    'in place of its hash',
    withKeys({ sha256: secret, account_id: 'acc_1' }),
    'keys[0].sha256 must match ^[0-9a-f]{64}$',
  ],
  ['without an account', withKeys(secret), 'keys[0] must be a JSON object'],
  ['without a list', { ...seedFile, keys: secret }, 'keys must be a JSON array'],
  [
    'of production',
    withKeys({ key: liveKey, account_id: 'acc_1' }),
    'keys[0].key is a live key, which the sandbox does not accept; use a test key such as tvx_sk_test_mine',
  ],
]

for (const [what, json, line] of keyErrors) {
  t.test(`a key ${what} is rejected, and the message does not contain it`, async t => {
    t.equal(
      usageErrorOf(() => readSeed(json)),
      line,
    )
  })
}
