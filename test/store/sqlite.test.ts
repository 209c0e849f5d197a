import { readFileSync, statSync } from 'node:fs'
import t from 'tap'
import { locate } from '../../src/store/database-file.ts'
import { openFile } from '../../src/store/file.ts'
import { insertInitialSeed } from '../../src/store/initial-seed.ts'
import { hashKey } from '../../src/store/key.ts'
import { migrate } from '../../src/store/migration.ts'
import { storeContract } from './contract.ts'
import { seed, seedNumber, trunk } from './fixture.ts'
import { newFile, open, openParts } from './open.ts'

const free = seedNumber('+14155550001')

storeContract(t, t => open(t, newFile(t)).store)

t.test('the state survives closing and reopening the file', async t => {
  const file = newFile(t)
  const first = open(t, file)
  t.equal(first.resumedSeed, null)
  await first.store.change({}, () => ({ write: [{ ...free, assignment: trunk, updatedAt: 7 }], result: null }))
  await first.store.close()
  const second = open(t, file)
  t.equal(second.resumedSeed, 'fixture')
  t.strictSame(await second.store.findNumber(free.e164), { ...free, assignment: trunk, updatedAt: 7 })
  t.strictSame(second.store.access(hashKey('tvx_sk_test_read')), { accountId: 'acc_1', access: 'read' })
})

t.test('before the first change the log is empty', async t => {
  const file = newFile(t)
  const first = open(t, file)
  t.equal(statSync(`${file}-wal`).size, 0)
  await first.store.close()
  open(t, file)
  t.equal(statSync(`${file}-wal`).size, 0)
})

t.test('closing waits for earlier changes and releases the file; it can be called twice', async t => {
  const file = newFile(t)
  const { store } = open(t, file)
  const changing = store.change({}, () => ({ write: [{ ...free, assignment: trunk }], result: 'written' }))
  await Promise.all([store.close(), store.close()])
  t.equal(await changing, 'written')
  await store.close()
  t.strictSame(await open(t, file).store.findNumber(free.e164), { ...free, assignment: trunk })
})

t.test('after closing, reads and changes fail', async t => {
  const { store } = open(t, newFile(t))
  await store.close()
  const closed = new TypeError('The database connection is not open')
  await t.rejects(store.findNumber(free.e164), closed)
  await t.rejects(
    store.change({}, () => ({ write: [free], result: null })),
    closed,
  )
})

const violations = [
  ['a number with a trunk and an application', "trunk_id = 'trunk_abc123', application_id = 'app_xyz789'", 'CHECK'],
  ['a number with an unknown trunk', "trunk_id = 'trunk_lost', application_id = NULL", 'FOREIGNKEY'],
  ['a number with an unknown application', "application_id = 'app_lost'", 'FOREIGNKEY'],
  ['a number of an unknown account', "account_id = 'acc_unknown'", 'FOREIGNKEY'],
  ['a number with an unknown status', "status = 'lost'", 'CHECK'],
  ['a number with an unknown type', "type = 'satellite'", 'CHECK'],
  ['capabilities that are not JSON', "capabilities = 'voice'", 'CHECK'],
  ['a time that is not a number', "updated_at = 'yesterday'", 'DATATYPE'],
  ['a time with a fraction', 'updated_at = 1.5', 'DATATYPE'],
] as const
for (const [what, set, code] of violations) {
  t.test(`the schema rejects ${what}`, async t => {
    const { db, store } = openParts(t)
    t.throws(() => db.exec(`UPDATE numbers SET ${set} WHERE e164 = '${free.e164}'`), {
      code: `SQLITE_CONSTRAINT_${code}`,
    })
    t.strictSame(await store.findNumber(free.e164), free)
  })
}

t.test('the schema rejects a key that is not a hash, and deleting a trunk with numbers', async t => {
  const { db } = openParts(t)
  const insert = "INSERT INTO keys (sha256, account_id, access) VALUES ('tvx_sk_test_mine', 'acc_1', 'full')"
  t.throws(() => db.exec(insert), { code: 'SQLITE_CONSTRAINT_CHECK' })
  t.throws(() => db.exec("DELETE FROM trunks WHERE id = 'trunk_other'"), { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' })
})

t.test('the total of an account is updated when numbers are inserted and deleted', async t => {
  const { db, store } = openParts(t)
  const total = async () => (await store.listNumbers({ accountId: 'acc_1', offset: 0, limit: 0 })).total
  db.exec('CREATE TEMP TABLE kept AS SELECT * FROM numbers')
  db.exec(`DELETE FROM numbers WHERE e164 = '${free.e164}'`)
  t.equal(await total(), 3)
  db.exec(`INSERT INTO numbers SELECT * FROM kept WHERE e164 = '${free.e164}'`)
  t.equal(await total(), 4)
})

t.test('the file and its log contain the hash of a key, but never the key', async t => {
  const file = newFile(t)
  const db = openFile(locate(file))
  migrate(db)
  insertInitialSeed(db, 'fixture', seed)
  const log = readFileSync(`${file}-wal`)
  db.close()
  for (const bytes of [log, readFileSync(file)]) {
    t.ok(bytes.includes(hashKey('tvx_sk_test_full')))
    t.notOk(bytes.includes('tvx_sk_test'))
  }
})
