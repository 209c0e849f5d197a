import type { Assignment, PhoneNumber } from '../../src/domain/number.ts'
import type { Seed } from '../../src/store/seed.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import type { SeedFile } from '../../src/store/seed-file.ts'
import { seedText } from '../../src/store/seed-rows.ts'

export const trunk: NonNullable<Assignment> = { kind: 'trunk', id: 'trunk_abc123' }
export const application: NonNullable<Assignment> = { kind: 'application', id: 'app_xyz789' }

/** Two accounts; the numbers of the first differ in country and status, and do not stand in their order. */
export const namespace: SeedFile = {
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

export const seed: Seed = readSeed(namespace)
export const nothing: Seed = readSeed({})

/** The number as the seed has it. */
export function planted(e164: string): PhoneNumber {
  const number = seed.numbers.get(e164)
  if (number === undefined) throw new Error(`no number ${e164} in the seed`)
  return number
}

/** A seed of so many numbers, all of one account that has the longest trunk there can be. */
export function manyNumbers(count: number): Seed {
  const e164s = Array.from({ length: count }, (_, at) => `+1415${5_550_000 + at}`)
  return readSeed({
    accounts: [{ id: 'acc_1' }],
    trunks: [{ id: longTrunk.id, account_id: 'acc_1' }],
    numbers: e164s.map(e164 => ({ e164, account_id: 'acc_1' })),
  })
}

export const longTrunk: NonNullable<Assignment> = { kind: 'trunk', id: `trunk_${'x'.repeat(64)}` }

/** The file of a seed, as a state is shown. */
export function toSeedFile(seed: Seed): SeedFile {
  return JSON.parse([...seedText(seed, row => row)].join(''))
}
