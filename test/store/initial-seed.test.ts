import type { Database } from 'better-sqlite3'
import type { Test } from 'tap'
import t from 'tap'
import { locate } from '../../src/store/database-file.ts'
import { openFile } from '../../src/store/file.ts'
import { hashKey } from '../../src/store/key.ts'
import { openSqlite } from '../../src/store/open.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import type { SeedFile } from '../../src/store/seed-file.ts'
import { legacyChecksum } from '../../src/store/seed-rows.ts'
import { added, additions, again, taken } from './additions.ts'
import { seed, seedFile, seedNumber, trunk } from './fixture.ts'
import { newFile, open } from './open.ts'
import { usageErrorOf } from './usage-error.ts'

const free = seedNumber('+14155550001')

/** The rows of the initial seed in a closed file. */
function seedRowsOf(t: Test, file: string): readonly string[] {
  return readDatabase(t, file, db =>
    db.prepare<[], string>('SELECT list || id || row FROM seed ORDER BY 1').pluck().all(),
  )
}

function readDatabase<A>(t: Test, file: string, read: (db: Database) => A): A {
  const db = openFile(locate(file))
  t.teardown(() => db.close())
  const result = read(db)
  db.close()
  return result
}

t.test('changes of the state do not change the initial seed', async t => {
  const file = newFile(t)
  await open(t, file).store.close()
  const before = seedRowsOf(t, file)
  t.equal(before.length, 14)
  t.ok(before.every(row => !row.includes('tvx_sk')))
  const { store } = open(t, file)
  await store.change({}, () => ({ write: [{ ...free, assignment: trunk, updatedAt: 7 }], result: null }))
  await store.close()
  t.strictSame(seedRowsOf(t, file), before)
})

for (const [when, fresh] of [
  ['a new file', true],
  ['an existing file', false],
] as const) {
  t.test(`additions are inserted into the state and the initial seed of ${when}`, async t => {
    const file = newFile(t)
    if (!fresh) await open(t, file).store.close()
    const { store } = open(t, file, { additions })
    t.strictSame(await store.findNumber(added.e164), additions.numbers.get(added.e164))
    t.strictSame(await store.findNumber(free.e164), free)
    t.strictSame(store.access(hashKey('tvx_sk_test_new')), { accountId: 'acc_new', access: 'full' })
    await store.change({ destination: { kind: 'application', id: 'app_new' } }, ({ destination }) => {
      t.equal(destination?.accountId, 'acc_new')
      return { write: [], result: null }
    })
    await store.close()
    t.equal(seedRowsOf(t, file).length, 19)
  })
}

t.test('an addition that already exists changes nothing', async t => {
  const file = newFile(t)
  const first = open(t, file)
  const changed = { ...free, assignment: trunk, updatedAt: 7 }
  await first.store.change({}, () => ({ write: [changed], result: null }))
  await first.store.close()
  const before = seedRowsOf(t, file)
  const { store, resumedSeed } = open(t, file, { additions: again, isSeedExplicit: true })
  t.equal(resumedSeed, 'fixture')
  t.strictSame(await store.findNumber(free.e164), changed)
  t.strictSame(store.access(hashKey('tvx_sk_test_read')), { accountId: 'acc_1', access: 'read' })
  await store.close()
  t.strictSame(seedRowsOf(t, file), before)
})

for (const [flag, named, addition] of taken) {
  t.test(`a ${flag.slice(2)} of another account is rejected, and no other addition is inserted`, async t => {
    const file = newFile(t)
    await open(t, file).store.close()
    const before = seedRowsOf(t, file)
    const withAccount = { ...addition, accounts: [...addition.accounts, 'acc_extra'] }
    const line = `${flag}: ${named} already belongs to account acc_1; choose another, or use --account acc_1`
    t.equal(
      usageErrorOf(() => open(t, file, { additions: withAccount })),
      line,
    )
    t.strictSame(seedRowsOf(t, file), before)
    t.strictSame(await open(t, file).store.findNumber(free.e164), free)
  })
}

t.test('an explicit seed must be the initial seed of the file', async t => {
  const file = newFile(t)
  await open(t, file, { additions }).store.close()
  await open(t, file, { isSeedExplicit: true, seed: { name: 'same', read: () => readSeed(seedFile) } }).store.close()
  const other = { name: 'other.json', read: () => additions }
  const line = 'created with seed "fixture", not with "other.json"; start over with --fresh'
  t.equal(
    usageErrorOf(() => open(t, file, { isSeedExplicit: true, seed: other })),
    `${file}: ${line}`,
  )
  const { store, resumedSeed } = open(t, file, { seed: other })
  t.equal(resumedSeed, 'fixture', 'a default seed is not compared')
  t.strictSame(await store.findNumber(free.e164), seed.numbers.get(free.e164))
})

const same = (file: SeedFile) => ({ name: 'fixture', read: () => readSeed(file) })
const numbersWith = (fields: object) => seedFile.numbers?.map(each => ({ ...each, ...fields })) ?? []

t.test('a database of version 0.1.0 keeps its initial seed', async t => {
  const file = newFile(t)
  await open(t, file, { additions }).store.close()
  const db = openFile(locate(file))
  db.prepare('UPDATE initial_seed SET checksum = ?').run(legacyChecksum(seed))
  db.close()
  t.equal(open(t, file, { isSeedExplicit: true }).resumedSeed, 'fixture')
})

t.test('the error for a changed seed of the same name lists the changes, without values', async t => {
  const file = newFile(t)
  await open(t, file, { additions }).store.close()
  const errorFor = (changed: SeedFile) =>
    usageErrorOf(() => open(t, file, { isSeedExplicit: true, seed: same(changed) }))
  const line = (what: string) =>
    `${file}: created with seed "fixture", which has changed since (${what}); start over with --fresh`
  const trunks = [...(seedFile.trunks ?? []), { id: 'trunk_more', account_id: 'acc_1', name: 'New' }]
  t.equal(errorFor({ ...seedFile, trunks }), line('trunks trunk_more is new'))
  const keys = seedFile.keys?.map(each => ({ ...each, access: 'full' as const })) ?? []
  t.equal(
    errorFor({ ...seedFile, keys }),
    line(`keys ${hashKey('tvx_sk_test_read').slice(0, 8)}… has a different access`),
  )
  const numbers = numbersWith({ region: 'TX', monthly_fee: 3 })
  const each = ['+14155550001', '+14155550002', '+14155550003'].map(
    e164 => `numbers ${e164} has a different region, monthly_fee`,
  )
  t.equal(errorFor({ ...seedFile, numbers }), line(`${each.join('; ')}; 2 more`))
  const applications = seedFile.applications?.map(each => ({ ...each, webhook_secret: 's3cret' })) ?? []
  const secret =
    'applications app_other has a different webhook_secret; applications app_xyz789 has a different webhook_secret'
  t.equal(errorFor({ ...seedFile, applications }), line(secret))
})

t.test('a seed with explicit values is unchanged although defaults of a version differ', async t => {
  const file = newFile(t)
  const first = { ...seedFile, numbers: numbersWith({ region: 'NY' }) }
  await open(t, file, { seed: same(first) }).store.close()
  const db = openFile(locate(file))
  db.exec("UPDATE initial_seed SET checksum = 'of a version where NY was the default'")
  db.close()
  t.equal(open(t, file, { isSeedExplicit: true, seed: same(first) }).resumedSeed, 'fixture')
})

t.test('inserting a large seed reports progress', async t => {
  const numbers = Array.from({ length: 100_001 }, (_, at) => ({ e164: `+1415${5_000_000 + at}`, account_id: 'acc_1' }))
  const large = readSeed({ accounts: [{ id: 'acc_1' }], numbers })
  const progress: string[] = []
  const options = { fresh: false, isSeedExplicit: false, additions: readSeed({}), onStorageFailure: t.fail }
  const seed = { name: 'large', read: () => large }
  const { store } = openSqlite({ ...options, file: newFile(t), seed, onProgress: line => progress.push(line) })
  await store.close()
  t.strictSame(progress, ['seed: 100000 of 100001 numbers inserted', 'seed: 100000 of 100002 rows saved for a reset'])
})
