import type { Database } from 'better-sqlite3'
import type { Test } from 'tap'
import t from 'tap'
import { locate } from '../../src/store/database-file.ts'
import { openFile } from '../../src/store/file.ts'
import { hashKey } from '../../src/store/key.ts'
import { openSqlite } from '../../src/store/open.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import type { SeedFile } from '../../src/store/seed-file.ts'
import { oldChecksum } from '../../src/store/seed-rows.ts'
import { added, additions, again, taken } from './additions.ts'
import { namespace, planted, seed, trunk } from './fixture.ts'
import { newFile, open } from './open.ts'
import { mistakeOf } from './usage-error.ts'

const free = planted('+14155550001')
/** What the closed file holds, as a reset would find it. */
function keptRows(t: Test, file: string): readonly string[] {
  return look(t, file, db => db.prepare<[], string>('SELECT list || id || row FROM seed ORDER BY 1').pluck().all())
}

function look<A>(t: Test, file: string, at: (db: Database) => A): A {
  const db = openFile(locate(file))
  t.teardown(() => db.close())
  const seen = at(db)
  db.close()
  return seen
}

t.test('the seed is kept beside the state, whatever becomes of the state', async t => {
  const file = newFile(t)
  await open(t, file).store.close()
  const before = keptRows(t, file)
  t.equal(before.length, 14)
  t.ok(before.every(row => !row.includes('tvx_sk')))
  const { store } = open(t, file)
  await store.change({}, () => ({ write: [{ ...free, assignment: trunk, updatedAt: 7 }], answer: null }))
  await store.close()
  t.strictSame(keptRows(t, file), before)
})

for (const [when, fresh] of [
  ['a new file', true],
  ['a file that was there before', false],
] as const) {
  t.test(`additions go into ${when}, into its state and into the seed that it keeps`, async t => {
    const file = newFile(t)
    if (!fresh) await open(t, file).store.close()
    const { store } = open(t, file, { additions })
    t.strictSame(await store.findNumber(added.e164), additions.numbers.get(added.e164))
    t.strictSame(await store.findNumber(free.e164), free)
    t.strictSame(store.access(hashKey('tvx_sk_test_new')), { accountId: 'acc_new', access: 'full' })
    await store.change({ destination: { kind: 'application', id: 'app_new' } }, ({ destination }) => {
      t.equal(destination?.accountId, 'acc_new')
      return { write: [], answer: null }
    })
    await store.close()
    t.equal(keptRows(t, file).length, 19)
  })
}

t.test('an addition that is there already leaves it as it is, and the file remembers its seed', async t => {
  const file = newFile(t)
  const first = open(t, file)
  const changed = { ...free, assignment: trunk, updatedAt: 7 }
  await first.store.change({}, () => ({ write: [changed], answer: null }))
  await first.store.close()
  const before = keptRows(t, file)
  const { store, resumedSeed } = open(t, file, { additions: again, seedIsAsked: true })
  t.equal(resumedSeed, 'namespace')
  t.strictSame(await store.findNumber(free.e164), changed)
  t.strictSame(store.access(hashKey('tvx_sk_test_read')), { accountId: 'acc_1', access: 'read' })
  await store.close()
  t.strictSame(keptRows(t, file), before)
})

for (const [flag, named, addition] of taken) {
  t.test(`a ${flag.slice(2)} that another account has is not added, nor anything beside it`, async t => {
    const file = newFile(t)
    await open(t, file).store.close()
    const before = keptRows(t, file)
    const beside = { ...addition, accounts: [...addition.accounts, 'acc_beside'] }
    const line = `${flag}: ${named} belongs to account acc_1 already; choose another, or name --account acc_1`
    t.equal(
      mistakeOf(() => open(t, file, { additions: beside })),
      line,
    )
    t.strictSame(keptRows(t, file), before)
    t.strictSame(await open(t, file).store.findNumber(free.e164), free)
  })
}

t.test('a seed that was asked for by name must be the one the file began with', async t => {
  const file = newFile(t)
  await open(t, file, { additions }).store.close()
  await open(t, file, { seedIsAsked: true, seed: { name: 'same', read: () => readSeed(namespace) } }).store.close()
  const other = { name: 'other.json', read: () => additions }
  const line = 'began with seed "namespace", not with this "other.json"; start over with --fresh'
  t.equal(
    mistakeOf(() => open(t, file, { seedIsAsked: true, seed: other })),
    `${file}: ${line}`,
  )
  const { store, resumedSeed } = open(t, file, { seed: other })
  t.equal(resumedSeed, 'namespace', 'one that nobody asked for is not looked at')
  t.strictSame(await store.findNumber(free.e164), seed.numbers.get(free.e164))
})

const same = (file: SeedFile) => ({ name: 'namespace', read: () => readSeed(file) })
const numbersWith = (fields: object) => namespace.numbers?.map(each => ({ ...each, ...fields })) ?? []

t.test('a database of version 0.1.0 goes on with its seed', async t => {
  const file = newFile(t)
  await open(t, file, { additions }).store.close()
  const db = openFile(locate(file))
  db.prepare('UPDATE planted SET checksum = ?').run(oldChecksum(seed))
  db.close()
  t.equal(open(t, file, { seedIsAsked: true }).resumedSeed, 'namespace')
})

t.test('what has changed in a seed of the same name is named, without any value', async t => {
  const file = newFile(t)
  await open(t, file, { additions }).store.close()
  const refused = (changed: SeedFile) => mistakeOf(() => open(t, file, { seedIsAsked: true, seed: same(changed) }))
  const line = (what: string) =>
    `${file}: began with seed "namespace", which has changed since (${what}); start over with --fresh`
  const trunks = [...(namespace.trunks ?? []), { id: 'trunk_more', account_id: 'acc_1', name: 'New' }]
  t.equal(refused({ ...namespace, trunks }), line('trunks trunk_more is new'))
  const keys = namespace.keys?.map(each => ({ ...each, access: 'full' as const })) ?? []
  t.equal(refused({ ...namespace, keys }), line(`keys ${hashKey('tvx_sk_test_read').slice(0, 8)}… has another access`))
  const numbers = numbersWith({ region: 'TX', monthly_fee: 3 })
  const each = ['+14155550001', '+14155550002', '+14155550003'].map(
    e164 => `numbers ${e164} has another region, monthly_fee`,
  )
  t.equal(refused({ ...namespace, numbers }), line(`${each.join('; ')}; 2 more`))
  const applications = namespace.applications?.map(each => ({ ...each, webhook_secret: 's3cret' })) ?? []
  const secret = 'applications app_other has another webhook_secret; applications app_xyz789 has another webhook_secret'
  t.equal(refused({ ...namespace, applications }), line(secret))
})

t.test('a seed that gives the defaults of now itself is the one of then that gave the same', async t => {
  const file = newFile(t)
  const first = { ...namespace, numbers: numbersWith({ region: 'NY' }) }
  await open(t, file, { seed: same(first) }).store.close()
  const db = openFile(locate(file))
  db.exec("UPDATE planted SET checksum = 'of a version where NY was the default'")
  db.close()
  t.equal(open(t, file, { seedIsAsked: true, seed: same(first) }).resumedSeed, 'namespace')
})

t.test('how far a large seed is is told', async t => {
  const numbers = Array.from({ length: 100_001 }, (_, at) => ({ e164: `+1415${5_000_000 + at}`, account_id: 'acc_1' }))
  const large = readSeed({ accounts: [{ id: 'acc_1' }], numbers })
  const told: string[] = []
  const options = { fresh: false, seedIsAsked: false, additions: readSeed({}), onLost: t.fail }
  const seed = { name: 'large', read: () => large }
  const { store } = openSqlite({ ...options, file: newFile(t), seed, onProgress: line => told.push(line) })
  await store.close()
  t.strictSame(told, ['seed: 100000 of 100001 numbers planted', 'seed: 100000 of 100002 rows kept for a reset'])
})
