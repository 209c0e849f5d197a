import { readFileSync, statSync } from 'node:fs'
import t from 'tap'
import { locate } from '../../src/store/database-file.ts'
import { openFile } from '../../src/store/file.ts'
import { insertInitialSeed } from '../../src/store/initial-seed.ts'
import { hashKey } from '../../src/store/key.ts'
import { migrate } from '../../src/store/migration.ts'
import { storeContract } from './contract.ts'
import { planted, seed, trunk } from './fixture.ts'
import { newFile, open, openParts } from './open.ts'

const free = planted('+14155550001')

storeContract(t, t => open(t, newFile(t)).store)

t.test('the state is there after the file was closed and opened again, and the seed is not planted anew', async t => {
  const file = newFile(t)
  const first = open(t, file)
  t.equal(first.resumedSeed, null)
  await first.store.change({}, () => ({ write: [{ ...free, assignment: trunk, updatedAt: 7 }], answer: null }))
  await first.store.close()
  const second = open(t, file)
  t.equal(second.resumedSeed, 'namespace')
  t.strictSame(await second.store.findNumber(free.e164), { ...free, assignment: trunk, updatedAt: 7 })
  t.strictSame(second.store.access(hashKey('tvx_sk_test_read')), { accountId: 'acc_1', access: 'read' })
})

t.test('before the first change the log is empty, and all is in the file', async t => {
  const file = newFile(t)
  const first = open(t, file)
  t.equal(statSync(`${file}-wal`).size, 0)
  await first.store.close()
  open(t, file)
  t.equal(statSync(`${file}-wal`).size, 0)
})

t.test('closing waits for the changes before it, and frees the file; twice is as good as once', async t => {
  const file = newFile(t)
  const { store } = open(t, file)
  const changing = store.change({}, () => ({ write: [{ ...free, assignment: trunk }], answer: 'written' }))
  await Promise.all([store.close(), store.close()])
  t.equal(await changing, 'written')
  await store.close()
  t.strictSame(await open(t, file).store.findNumber(free.e164), { ...free, assignment: trunk })
})

t.test('after closing nothing is found and nothing changed', async t => {
  const { store } = open(t, newFile(t))
  await store.close()
  const closed = new TypeError('The database connection is not open')
  await t.rejects(store.findNumber(free.e164), closed)
  await t.rejects(
    store.change({}, () => ({ write: [free], answer: null })),
    closed,
  )
})

const broken = [
  ['a number with a trunk and an application', "trunk_id = 'trunk_abc123', application_id = 'app_xyz789'", 'CHECK'],
  ['a number on a trunk that is not there', "trunk_id = 'trunk_lost', application_id = NULL", 'FOREIGNKEY'],
  ['a number on an application that is not there', "application_id = 'app_lost'", 'FOREIGNKEY'],
  ['a number of an account that is not there', "account_id = 'acc_nobody'", 'FOREIGNKEY'],
  ['a number of a status that is none', "status = 'lost'", 'CHECK'],
  ['a number of a type that is none', "type = 'satellite'", 'CHECK'],
  ['capabilities that are no JSON', "capabilities = 'voice'", 'CHECK'],
  ['a time that is no number', "updated_at = 'yesterday'", 'DATATYPE'],
  ['a time with a fraction', 'updated_at = 1.5', 'DATATYPE'],
] as const
for (const [what, set, code] of broken) {
  t.test(`the schema itself refuses ${what}`, async t => {
    const { db, store } = openParts(t)
    t.throws(() => db.exec(`UPDATE numbers SET ${set} WHERE e164 = '${free.e164}'`), {
      code: `SQLITE_CONSTRAINT_${code}`,
    })
    t.strictSame(await store.findNumber(free.e164), free)
  })
}

t.test('the schema itself refuses a key that is no hash, and to lose a trunk that is in use', async t => {
  const { db } = openParts(t)
  const insert = "INSERT INTO keys (sha256, account_id, access) VALUES ('tvx_sk_test_mine', 'acc_1', 'full')"
  t.throws(() => db.exec(insert), { code: 'SQLITE_CONSTRAINT_CHECK' })
  t.throws(() => db.exec("DELETE FROM trunks WHERE id = 'trunk_other'"), { code: 'SQLITE_CONSTRAINT_FOREIGNKEY' })
})

t.test('the total of an account follows the numbers that come and go', async t => {
  const { db, store } = openParts(t)
  const total = async () => (await store.listNumbers({ accountId: 'acc_1', offset: 0, limit: 0 })).total
  db.exec('CREATE TEMP TABLE kept AS SELECT * FROM numbers')
  db.exec(`DELETE FROM numbers WHERE e164 = '${free.e164}'`)
  t.equal(await total(), 3)
  db.exec(`INSERT INTO numbers SELECT * FROM kept WHERE e164 = '${free.e164}'`)
  t.equal(await total(), 4)
})

t.test('a key is nowhere in the file nor in its log, only its hash', async t => {
  const file = newFile(t)
  const db = openFile(locate(file))
  migrate(db)
  insertInitialSeed(db, 'namespace', seed)
  const log = readFileSync(`${file}-wal`)
  db.close()
  for (const bytes of [log, readFileSync(file)]) {
    t.ok(bytes.includes(hashKey('tvx_sk_test_full')))
    t.notOk(bytes.includes('tvx_sk_test'))
  }
})
