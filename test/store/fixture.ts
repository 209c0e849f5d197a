import type { Assignment, PhoneNumber } from '../../src/domain/number.ts'
import type { Seed } from '../../src/store/seed.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import type { SeedFile } from '../../src/store/seed-file.ts'
import { serializeSeed } from '../../src/store/seed-rows.ts'

export const trunk: NonNullable<Assignment> = { kind: 'trunk', id: 'trunk_abc123' }
export const application: NonNullable<Assignment> = { kind: 'application', id: 'app_xyz789' }

/** Three accounts. The numbers of the first one differ in country and status, and are not sorted. */
export const seedFile: SeedFile = {
  accounts: [{ id: 'acc_1' }, { id: 'acc_2' }, { id: 'acc_empty' }],
  keys: [
    { key: 'tvx_sk_test_full', account_id: 'acc_1' },
    { key: 'tvx_sk_test_read', account_id: 'acc_1', access: 'read' },
  ],
  trunks: [
    { id: 'trunk_abc123', account_id: 'acc_1' },
    { id: 'trunk_other', account_id: 'acc_2' },
  ],
  applications: [
    { id: 'app_xyz789', account_id: 'acc_1' },
    { id: 'app_other', account_id: 'acc_2' },
  ],
  numbers: [
    { e164: '+919876543210', account_id: 'acc_1', country: 'IN', application_id: 'app_xyz789' },
    { e164: '+14155550002', account_id: 'acc_1', status: 'pending' },
    { e164: '+14155550003', account_id: 'acc_1', status: 'suspended' },
    { e164: '+14155550001', account_id: 'acc_1' },
    { e164: '+14155550009', account_id: 'acc_2', trunk_id: 'trunk_other' },
  ],
}

export const seed: Seed = readSeed(seedFile)
export const emptySeed: Seed = readSeed({})

/** The number with this E.164 in the seed. */
export function seedNumber(e164: string): PhoneNumber {
  const number = seed.numbers.get(e164)
  if (number === undefined) throw new Error(`no number ${e164} in the seed`)
  return number
}

/** A seed with `count` numbers and a trunk with an id of maximum length, all in one account. */
export function manyNumbers(count: number): Seed {
  const e164s = Array.from({ length: count }, (_, at) => `+1415${5_550_000 + at}`)
  return readSeed({
    accounts: [{ id: 'acc_1' }],
    trunks: [{ id: longTrunk.id, account_id: 'acc_1' }],
    numbers: e164s.map(e164 => ({ e164, account_id: 'acc_1' })),
  })
}

export const longTrunk: NonNullable<Assignment> = { kind: 'trunk', id: `trunk_${'x'.repeat(64)}` }

/** The seed file of a state, as `GET /_sandbox/state` returns it. */
export function toSeedFile(seed: Seed): SeedFile {
  return JSON.parse([...serializeSeed(seed, row => row)].join(''))
}
