import type { Seed } from '../../src/store/seed.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import { seedNumber } from './fixture.ts'

const free = seedNumber('+14155550001')

export const added = { e164: '+33123456789', account_id: 'acc_new', trunk_id: 'trunk_new' }
/** Records of a new account. */
export const additions = readSeed({
  accounts: [{ id: 'acc_new' }],
  keys: [{ key: 'tvx_sk_test_new', account_id: 'acc_new' }],
  trunks: [{ id: 'trunk_new', account_id: 'acc_new' }],
  applications: [{ id: 'app_new', account_id: 'acc_new' }],
  numbers: [added],
})

/** Records that already exist in the seed, with other fields. */
export const again = readSeed({
  accounts: [{ id: 'acc_1' }],
  keys: [{ key: 'tvx_sk_test_read', account_id: 'acc_1', access: 'full' }],
  trunks: [{ id: 'trunk_abc123', account_id: 'acc_1' }],
  numbers: [{ e164: free.e164, account_id: 'acc_1', region: 'NY' }],
})

const acc2 = { account_id: 'acc_2' }
/** Records whose id belongs to another account: the flag, the name in the message, and the addition. */
export const taken: readonly [string, string, Seed][] = [
  ['--trunk', 'trunk_abc123', readAddition({ trunks: [{ id: 'trunk_abc123', ...acc2 }] })],
  ['--application', 'app_xyz789', readAddition({ applications: [{ id: 'app_xyz789', ...acc2 }] })],
  ['--number', free.e164, readAddition({ numbers: [{ e164: free.e164, ...acc2 }] })],
  ['--key', 'this key', readAddition({ keys: [{ key: 'tvx_sk_test_full', ...acc2 }] })],
]

function readAddition(rows: object): Seed {
  return readSeed({ accounts: [{ id: 'acc_2' }], ...rows })
}
