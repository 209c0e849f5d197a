import t from 'tap'
import { hashKey } from '../../src/store/key.ts'
import { merge } from '../../src/store/merge.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import { checksum } from '../../src/store/seed-rows.ts'
import { added, additions, again, taken } from './additions.ts'
import { namespace, nothing, seed } from './fixture.ts'
import { mistakeOf } from './usage-error.ts'

t.test('a seed and its additions are one seed', async t => {
  const merged = merge(seed, additions)
  t.strictSame(merged.accounts, [...seed.accounts, 'acc_new'])
  t.strictSame(merged.keys.get(hashKey('tvx_sk_test_new')), { accountId: 'acc_new', access: 'full' })
  t.strictSame(merged.numbers.get(added.e164), additions.numbers.get(added.e164))
  t.strictSame(merged.e164s, new Map([...seed.e164s, ['acc_new', [added.e164]]]))
  const whole = readSeed({
    accounts: [...(namespace.accounts ?? []), { id: 'acc_new' }],
    keys: [...(namespace.keys ?? []), { key: 'tvx_sk_test_new', account_id: 'acc_new' }],
    trunks: [...(namespace.trunks ?? []), { id: 'trunk_new', account_id: 'acc_new' }],
    applications: [...(namespace.applications ?? []), { id: 'app_new', account_id: 'acc_new' }],
    numbers: [...(namespace.numbers ?? []), added],
  })
  t.equal(checksum(merged), checksum(whole))
})

t.test('what is there already stays as it is', async t => {
  t.equal(checksum(merge(seed, again)), checksum(seed))
  t.equal(checksum(merge(seed, nothing)), checksum(seed))
})

for (const [flag, named, addition] of taken) {
  t.test(`a ${flag.slice(2)} that another account has is not added`, async t => {
    const line = `${flag}: ${named} belongs to account acc_1 already; choose another, or name --account acc_1`
    t.equal(
      mistakeOf(() => merge(seed, addition)),
      line,
    )
  })
}
