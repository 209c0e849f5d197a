import t from 'tap'
import { readSeed } from '../../src/store/seed-check.ts'
import { namespace } from './fixture.ts'
import { mistakeOf } from './usage-error.ts'

const number = { e164: '+14155551234', account_id: 'acc_1' }
const sha256 = 'a'.repeat(64)
const fee = 'must be a JSON number, minimum 0, maximum 1000000'
const time = '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ$'

/** The namespace with this as its third number. */
function third(row: object): object {
  return { ...namespace, numbers: [...(namespace.numbers?.slice(0, 2) ?? []), { ...number, ...row }] }
}

function keyed(...keys: readonly unknown[]): object {
  return { ...namespace, keys }
}

const twice = { key: 'tvx_sk_test_twice', account_id: 'acc_1' }
const mistakes: readonly [object | null | string, string][] = [
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
  [{ accounts: [{ id: 'acc_1' }, { id: 'acc_1' }] }, 'accounts[1] "acc_1" stands here twice'],
  [third({ trunkid: 'trunk_abc123' }), 'numbers[2].trunkid is not a field of a seed; did you mean "trunk_id"?'],
  [{ numbers: [{ e146: '+14155551234' }] }, 'numbers[0].e146 is not a field of a seed; did you mean "e164"?'],
  [third({ name: 'Ours' }), 'numbers[2].name is not a field of numbers'],
  [{ applications: [{ id: 'app_1', trunk_id: 'trunk_1' }] }, 'applications[0].trunk_id is not a field of applications'],
  [third({ trunks: [] }), 'numbers[2].trunks is not a field of numbers; did you mean "trunk_id"?'],
  [{ id: 'acc_1' }, 'id is not a field of a seed'],
  [third({ status: ['active'] }), 'numbers[2].status must be one of active, pending, suspended'],
  [third({ e164: '4155551234' }), 'numbers[2].e164 "4155551234" must match ^\\+[1-9]\\d{6,14}$'],
  [third({ e164: '+14155550002' }), 'numbers[2] "+14155550002" stands here twice'],
  [third({ account_id: 'acc_11' }), 'numbers[2].account_id "acc_11" does not exist; did you mean "acc_1"?'],
  [third({ account_id: 'somebody' }), 'numbers[2].account_id "somebody" does not exist'],
  [third({ trunk_id: 'abc123' }), 'numbers[2].trunk_id "abc123" must match ^trunk_[A-Za-z0-9_-]{1,64}$'],
  [third({ application_id: 'app 1' }), 'numbers[2].application_id "app 1" must match ^app_[A-Za-z0-9_-]{1,64}$'],
  [
    third({ trunk_id: 'trunk_abc12' }),
    'numbers[2].trunk_id "trunk_abc12" does not exist; did you mean "trunk_abc123"?',
  ],
  [
    third({ application_id: 'app_xyz78' }),
    'numbers[2].application_id "app_xyz78" does not exist; did you mean "app_xyz789"?',
  ],
  [third({ trunk_id: 'trunk_othe' }), 'numbers[2].trunk_id "trunk_othe" does not exist'],
  [third({ trunk_id: 'trunk_xyz789' }), 'numbers[2].trunk_id "trunk_xyz789" does not exist'],
  [third({ trunk_id: 'trunk_other' }), 'numbers[2].trunk_id "trunk_other" belongs to account "acc_2"'],
  [third({ application_id: 'app_other' }), 'numbers[2].application_id "app_other" belongs to account "acc_2"'],
  [
    third({ trunk_id: 'trunk_abc123', application_id: 'app_xyz789' }),
    'numbers[2] has both trunk_id and application_id; a number goes to one or the other',
  ],
  [
    third({ status: 'actif' }),
    'numbers[2].status "actif" must be one of active, pending, suspended; did you mean "active"?',
  ],
  [third({ status: { toString: 1 } }), 'numbers[2].status must be one of active, pending, suspended'],
  [
    third({ status: 'x'.repeat(1_000) }),
    `numbers[2].status "${'x'.repeat(200)}…" must be one of active, pending, suspended`,
  ],
  [third({ ['x'.repeat(1_000)]: 1 }), `numbers[2].${'x'.repeat(189)}… is not a field of a seed`],
  [Object.fromEntries(Array.from({ length: 150 }, (_, at) => [`field_${at}`, 1])), 'field_0 is not a field of a seed'],
  [
    { ...third({ status: 'x' }), trunks: Array.from({ length: 150 }, () => ({ nam: 'x' })) },
    'trunks[0].nam is not a field of a seed; did you mean "name"?',
  ],
  [third({ status: 'x' }), 'numbers[2].status "x" must be one of active, pending, suspended'],
  [
    third({ type: 'tollfree' }),
    'numbers[2].type "tollfree" must be one of local, toll_free, mobile; did you mean "toll_free"?',
  ],
  [third({ country: 'us' }), 'numbers[2].country "us" must match ^[A-Z]{2}$'],
  [third({ currency: '$' }), 'numbers[2].currency "$" must match ^[A-Z]{3}$'],
  [
    third({ region: '\u{1f600}'.repeat(101) }),
    `numbers[2].region "${'\u{1f600}'.repeat(101)}" must be a JSON string, maxLength 100`,
  ],
  [third({ region: '\ud83d' }), 'numbers[2].region must not contain a lone surrogate'],
  [
    { ...namespace, trunks: [{ id: 'trunk_1', account_id: 'acc_1', name: 'a\udc00' }] },
    'trunks[0].name must not contain a lone surrogate',
  ],
  [
    { ...namespace, trunks: [{ id: 'trunk_1', account_id: 'acc_1', origination_uris: ['sip:\ud83d@a'] }] },
    'trunks[0].origination_uris must not contain a lone surrogate',
  ],
  [
    { ...namespace, applications: [{ id: 'app_1', account_id: 'acc_1', answer_url: 'http://a/\udfff' }] },
    'applications[0].answer_url must not contain a lone surrogate',
  ],
  [third({ region: 5 }), 'numbers[2].region must be a JSON string, maxLength 100'],
  [third({ capabilities: ['fax'] }), 'numbers[2].capabilities[0] "fax" must be one of voice, sms, mms'],
  [third({ capabilities: ['voice', 'voice'] }), 'numbers[2].capabilities must be a JSON array, uniqueItems true'],
  [third({ monthly_fee: -1 }), `numbers[2].monthly_fee ${fee}`],
  [third({ setup_fee: 2e6 }), `numbers[2].setup_fee ${fee}`],
  [third({ created_at: '2026-13-01T00:00:00Z' }), `numbers[2].created_at "2026-13-01T00:00:00Z" must match ${time}`],
  [third({ updated_at: 'now' }), `numbers[2].updated_at "now" must match ${time}`],
  [
    { ...namespace, trunks: [{ id: 'trunk_1', account_id: 'acc_3' }] },
    'trunks[0].account_id "acc_3" does not exist; did you mean "acc_1"?',
  ],
  [
    { ...namespace, applications: [{ id: 'app_1', account_id: 'nobody' }] },
    'applications[0].account_id "nobody" does not exist',
  ],
  [
    { ...namespace, trunks: [namespace.trunks?.[0], namespace.trunks?.[0]] },
    'trunks[1] "trunk_abc123" stands here twice',
  ],
  [keyed({ key: 'x', account_id: 'nobody' }), 'keys[0].account_id "nobody" does not exist'],
  [keyed({ account_id: 'acc_1' }), 'keys[0] has neither key nor sha256; give one'],
  [keyed({ ...twice, sha256 }), 'keys[0] has both key and sha256; give one'],
  [keyed(twice, { ...twice, access: 'read' }), 'keys[1] is a key that stands here twice'],
  [keyed({ ...twice, access: 'reed' }), 'keys[0].access must be one of full, read; did you mean "read"?'],
]

t.test('the length of a text counts code points', async t => {
  const region = '\u{1f600}'.repeat(100)
  t.equal(readSeed(third({ region })).numbers.get(number.e164)?.region, region)
})

for (const [json, line] of mistakes) {
  t.test(`a seed is refused: ${line}`, async t => {
    t.equal(
      mistakeOf(() => readSeed(json)),
      line,
    )
  })
}

const secret = 'tvx_sk_test_my__secret'
const liveKey = 'tvx_sk_live_secret'
const keyPattern = 'must match ^(?!.*__)[!-~]{1,200}$'
const unsaid: readonly [string, object, string][] = [
  ['that namespaces could not use', keyed({ key: secret, account_id: 'acc_1' }), `keys[0].key ${keyPattern}`],
  ['with a blank in it', keyed({ key: `${secret} `, account_id: 'acc_1' }), `keys[0].key ${keyPattern}`],
  ['given for its hash', keyed({ sha256: secret, account_id: 'acc_1' }), 'keys[0].sha256 must match ^[0-9a-f]{64}$'],
  ['given without an account', keyed(secret), 'keys[0] must be a JSON object'],
  ['given without a list', { ...namespace, keys: secret }, 'keys must be a JSON array'],
  [
    'that opens production',
    keyed({ key: liveKey, account_id: 'acc_1' }),
    'keys[0].key is a live key; a sandbox takes none, so choose one like tvx_sk_test_mine',
  ],
]

for (const [what, json, line] of unsaid) {
  t.test(`a key ${what} is refused, and not repeated`, async t => {
    t.equal(
      mistakeOf(() => readSeed(json)),
      line,
    )
  })
}
