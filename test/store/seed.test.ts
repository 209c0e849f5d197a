import { createHash } from 'node:crypto'
import t from 'tap'
import { demo } from '../../src/store/demo.ts'
import { hashKey } from '../../src/store/key.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import { checksum } from '../../src/store/seed-rows.ts'
import { seedFile } from './fixture.ts'

t.test('the demo seed has the records of the documentation page, and a second account', async t => {
  const seed = readSeed(demo)
  t.strictSame(seed.accounts, ['acc_123abc', 'acc_456def'])
  t.strictSame(
    seed.keys,
    new Map([
      [hashKey('tvx_sk_live_...'), { accountId: 'acc_123abc', access: 'full' }],
      [hashKey('tvx_sk_test_sandbox'), { accountId: 'acc_123abc', access: 'full' }],
      [hashKey('tvx_sk_test_readonly'), { accountId: 'acc_123abc', access: 'read' }],
      [hashKey('tvx_sk_test_other'), { accountId: 'acc_456def', access: 'full' }],
    ]),
  )
  t.strictSame([...seed.destinations.keys()].sort(), [
    'application:app_uvw456',
    'application:app_xyz789',
    'trunk:trunk_abc123',
    'trunk:trunk_def456',
  ])
  t.strictSame(
    seed.e164s,
    new Map([
      ['acc_123abc', ['+14155551234', '+919876543210']],
      ['acc_456def', ['+14155550000']],
    ]),
  )
  t.strictSame(seed.numbers.get('+919876543210'), {
    e164: '+919876543210',
    accountId: 'acc_123abc',
    assignment: { kind: 'application', id: 'app_xyz789' },
    status: 'active',
    country: 'IN',
    type: 'local',
    region: 'Maharashtra',
    capabilities: ['voice', 'sms'],
    monthlyFee: 2.5,
    setupFee: 0,
    currency: 'USD',
    createdAt: Date.UTC(2026, 3, 9, 10, 30) / 1000,
    updatedAt: Date.UTC(2026, 3, 9, 10, 30) / 1000,
  })
})

t.test('the defaults of a number are those of the first sample on the documentation page', async t => {
  const e164 = '+14155551234'
  const { numbers } = readSeed({ accounts: [{ id: 'acc_1' }], numbers: [{ e164, account_id: 'acc_1' }] })
  t.strictSame(numbers.get(e164), {
    e164,
    accountId: 'acc_1',
    assignment: null,
    status: 'active',
    country: 'US',
    type: 'local',
    region: 'CA',
    capabilities: ['voice'],
    monthlyFee: 1.25,
    setupFee: 0,
    currency: 'USD',
    createdAt: Date.UTC(2026, 2, 15, 8, 20) / 1000,
    updatedAt: Date.UTC(2026, 2, 15, 8, 20) / 1000,
  })
})

t.test('updated_at defaults to created_at', async t => {
  const number = { e164: '+14155551234', account_id: 'acc_1', created_at: '2026-05-01T00:00:00Z' }
  const { numbers } = readSeed({ accounts: [{ id: 'acc_1' }], numbers: [number] })
  t.equal(numbers.get(number.e164)?.updatedAt, Date.UTC(2026, 4, 1) / 1000)
})

t.test('a key can be given as its SHA-256, and a null trunk_id or application_id means no assignment', async t => {
  const seed = readSeed({
    accounts: [{ id: 'acc_1' }],
    keys: [{ sha256: hashKey('tvx_sk_test_mine'), account_id: 'acc_1' }],
    numbers: [{ e164: '+14155551234', account_id: 'acc_1', trunk_id: null, application_id: null }],
  })
  t.strictSame(seed.keys.get(hashKey('tvx_sk_test_mine')), { accountId: 'acc_1', access: 'full' })
  t.equal(seed.numbers.get('+14155551234')?.assignment, null)
})

t.test('an empty seed is valid', async t => {
  const empty = { accounts: [], keys: new Map(), destinations: new Map(), numbers: new Map(), e164s: new Map() }
  t.strictSame(readSeed({}), empty)
})

t.test('the order of the rows does not change the checksum', async t => {
  const reversed = Object.fromEntries(Object.entries(seedFile).map(([list, rows]) => [list, [...rows].reverse()]))
  t.equal(checksum(readSeed(reversed)), checksum(readSeed(seedFile)))
  t.match(checksum(readSeed(seedFile)), /^[0-9a-f]{64}$/)
})

t.test('explicit default values do not change the checksum', async t => {
  const keys = seedFile.keys?.map(({ key = '', ...row }) => ({ access: 'full', ...row, sha256: hashKey(key) }))
  const numbers = seedFile.numbers?.map(number => ({ currency: 'USD', trunk_id: null, ...number }))
  t.equal(checksum(readSeed({ ...seedFile, keys, numbers })), checksum(readSeed(seedFile)))
})

t.test('a checksum covers only explicit values, so that new defaults do not change it', async t => {
  const account_id = 'acc_1'
  const sha256 = hashKey('tvx_sk_test_mine')
  const owner = { account_id }
  const lists = [
    ['accounts', [{ id: 'acc_1' }]],
    ['keys', [{ sha256, ...owner }]],
    ['applications', [{ id: 'app_1', ...owner, answer_method: 'GET' }]],
    ['trunks', [{ id: 'trunk_1', ...owner, max_channels: 5 }]],
    ['numbers', [{ e164: '+14155551234', ...owner, region: 'NY' }]],
  ] as const
  const text = lists.map(([list, [row]]) => `${list} ${JSON.stringify(row)}\n`).join('')
  const expected = createHash('sha256').update(text).digest('hex')
  t.equal(checksum(readSeed(Object.fromEntries(lists))), expected)
})

t.test('different seeds have different checksums', async t => {
  const accounts = [...(seedFile.accounts ?? []), { id: 'acc_3' }]
  const keys = seedFile.keys?.map(key => ({ ...key, access: 'read' }))
  const trunks = seedFile.trunks?.map(trunk => ({ ...trunk, account_id: 'acc_2' }))
  const numbers = seedFile.numbers?.map(number => ({ ...number, region: 'NY' }))
  const seeds = [seedFile, { ...seedFile, accounts }, { ...seedFile, keys }, { ...seedFile, numbers }]
  const withoutNumbers = { ...seedFile, numbers: [] }
  const sums = [...seeds, withoutNumbers, { ...withoutNumbers, trunks }].map(seed => checksum(readSeed(seed)))
  t.equal(new Set(sums).size, sums.length)
})
