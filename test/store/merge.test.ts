import t from 'tap'
import { hashKey } from '../../src/store/key.ts'
import { merge } from '../../src/store/merge.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import { checksum } from '../../src/store/seed-rows.ts'
import { added, additions, again, taken } from './additions.ts'
import { emptySeed, seed, seedFile } from './fixture.ts'
import { usageErrorOf } from './usage-error.ts'

t.test('merging adds the additions to a seed', async t => {
  const merged = merge(seed, additions)
  t.strictSame(merged.accounts, [...seed.accounts, 'acc_new'])
  t.strictSame(merged.keys.get(hashKey('tvx_sk_test_new')), { accountId: 'acc_new', access: 'full' })
  t.strictSame(merged.numbers.get(added.e164), additions.numbers.get(added.e164))
  t.strictSame(merged.e164s, new Map([...seed.e164s, ['acc_new', [added.e164]]]))
  const whole = readSeed({
    accounts: [...(seedFile.accounts ?? []), { id: 'acc_new' }],
    keys: [...(seedFile.keys ?? []), { key: 'tvx_sk_test_new', account_id: 'acc_new' }],
    trunks: [...(seedFile.trunks ?? []), { id: 'trunk_new', account_id: 'acc_new' }],
    applications: [...(seedFile.applications ?? []), { id: 'app_new', account_id: 'acc_new' }],
    numbers: [...(seedFile.numbers ?? []), added],
  })
  t.equal(checksum(merged), checksum(whole))
})

t.test('merging does not change existing records', async t => {
  t.equal(checksum(merge(seed, again)), checksum(seed))
  t.equal(checksum(merge(seed, emptySeed)), checksum(seed))
})

for (const [flag, named, addition] of taken) {
  t.test(`a ${flag.slice(2)} of another account is rejected`, async t => {
    const line = `${flag}: ${named} already belongs to account acc_1; choose another, or use --account acc_1`
    t.equal(
      usageErrorOf(() => merge(seed, addition)),
      line,
    )
  })
}
