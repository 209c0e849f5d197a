import t from 'tap'
import type { SeedFile } from '../../src/store/seed-file.ts'
import { behaviorTest } from '../behavior.ts'
import { indianNumber, invalidNumber, notFound, number, statusAndBody } from '../responses.ts'
import { numbers, onEachStore } from '../server.ts'

const expected = {
  e164: '+14155551234',
  country: 'US',
  type: 'local',
  region: 'CA',
  status: 'active',
  capabilities: ['voice', 'sms', 'mms'],
  monthly_fee: 1.25,
  setup_fee: 0,
  currency: 'USD',
  trunk_id: null,
  application_id: null,
  created_at: '2026-03-15T08:20:00Z',
  updated_at: '2026-04-01T14:30:00Z',
}

const account_id = 'acc_123abc'
const suspended = { e164: '+14155550002', account_id, status: 'suspended', trunk_id: 'trunk_abc123' } as const

behaviorTest(t, 'get-number', t =>
  onEachStore(t, { additions: { numbers: [suspended] } }, async (t, { call }) => {
    t.strictSame(statusAndBody(await call('GET', number)), [200, expected])
    await call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
    const changed = { ...expected, trunk_id: 'trunk_abc123', updated_at: '2026-04-09T11:15:00Z' }
    const { text, ...response } = await call('GET', number)
    t.strictSame(statusAndBody(response), [200, changed])
    t.match(
      await call('GET', numbers),
      { text: `{"data":[`, body: { data: [{}, changed] } },
      'the list has the same number',
    )
    const inactive = await call('GET', `${numbers}/+14155550002`)
    t.match(
      inactive,
      { status: 200, body: { status: 'suspended', trunk_id: 'trunk_abc123' } },
      'a number with any status',
    )
    for (const e164 of ['+14155550000', '+14155559999']) {
      t.strictSame(statusAndBody(await call('GET', `${numbers}/${e164}`)), notFound('Number not found in your account'))
    }
    t.strictSame(statusAndBody(await call('GET', `${numbers}/555`)), invalidNumber)
  }),
)

const fees: SeedFile = {
  numbers: [
    { e164: '+14155550003', account_id, monthly_fee: 0, setup_fee: 10 },
    { e164: '+14155550004', account_id, monthly_fee: 0.1, setup_fee: 999999.5 },
    { e164: '+14155550005', account_id, monthly_fee: 2.01, setup_fee: 0.07 },
  ],
}

const feeTexts = [
  ['+14155550003', '"monthly_fee":0.00,"setup_fee":10.00,'],
  ['+14155550004', '"monthly_fee":0.10,"setup_fee":999999.50,'],
  ['+14155550005', '"monthly_fee":2.01,"setup_fee":0.07,'],
] as const

behaviorTest(t, 'list-money', t =>
  onEachStore(t, { additions: fees }, async (t, { call }) => {
    const { text } = await call('GET', numbers)
    for (const [e164, money] of feeTexts) {
      t.ok(text.includes(money), money)
      t.ok((await call('GET', `${numbers}/${e164}`)).text.includes(money), money)
    }
    t.ok((await call('GET', indianNumber)).text.includes('"monthly_fee":2.50,"setup_fee":0.00,'))
  }),
)
