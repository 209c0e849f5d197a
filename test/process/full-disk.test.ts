import { statSync } from 'node:fs'
import type { Test } from 'tap'
import t from 'tap'
import { openSqlite } from '../../src/store/open.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import { openExistingState } from '../existing-state.ts'
import type { RunningProcess } from '../run.ts'
import { serve } from '../run.ts'
import type { TestResponse } from '../server.ts'

const trunk = `trunk_${'x'.repeat(64)}`
const e164s = Array.from({ length: 100 }, (_, at) => `+1415${5_550_000 + at}`)
const headers = { authorization: 'Bearer tvx_sk_test_full' }
const numbers = '/v1/account/acc_1/numbers'
const args = ['--database', 'full.db']

const seed = {
  accounts: [{ id: 'acc_1' }],
  keys: [{ key: 'tvx_sk_test_full', account_id: 'acc_1' }],
  trunks: [{ id: trunk, account_id: 'acc_1' }],
  numbers: e164s.map(e164 => ({ e164, account_id: 'acc_1' })),
}

/** Creates a folder with a database of many unassigned numbers. */
async function createDatabase(t: Test): Promise<string> {
  const cwd = t.testdir()
  const settings = {
    file: `${cwd}/full.db`,
    fresh: false,
    isSeedExplicit: false,
    additions: readSeed({}),
    onStorageFailure: t.fail,
  }
  const { store } = openSqlite({ ...settings, seed: { name: 'many', read: () => readSeed(seed) } })
  await store.close()
  return cwd
}

function assign(server: RunningProcess, e164: string): Promise<TestResponse> {
  return server.call('POST', `${numbers}/${e164}/assign`, { headers, body: { trunk_id: trunk } })
}

/** The trunk of each number, according to the server. */
async function trunkIds(server: RunningProcess): Promise<unknown[]> {
  const { body } = await server.call('GET', `${numbers}?per_page=100`, { headers })
  return (body as { data: { trunk_id: unknown }[] }).data.map(({ trunk_id }) => trunk_id)
}

/** The trunk of each number in the database after the process has ended. */
async function storedTrunkIds(t: Test, cwd: string): Promise<unknown[]> {
  const store = await openExistingState(t, cwd, 'full.db')
  const page = await store.listNumbers({ accountId: 'acc_1', offset: 0, limit: e164s.length })
  return page.numbers.map(({ assignment }) => assignment?.id ?? null)
}

t.test('on a full database, changes that do not fit fail and change nothing, and the server continues', async t => {
  const cwd = await createDatabase(t)
  const pages = statSync(`${cwd}/full.db`).size / 4096
  const full = await serve(t, cwd, args, { program: 'process/full-disk.ts', env: { PAGES: `${pages}` } })
  const responses: TestResponse[] = []
  for (const e164 of e164s) responses.push(await assign(full, e164))
  const failed = responses.filter(({ status }) => status !== 200)
  t.ok(failed.length > 0 && failed.length < e164s.length, `${failed.length} failed`)
  for (const { status, text } of failed) {
    t.equal(status, 500)
    t.equal(text, '{"error":{"code":"INTERNAL_ERROR","message":"Internal server error"}}')
  }
  const expected = responses.map(({ status }) => (status === 200 ? trunk : null))
  t.strictSame(await trunkIds(full), expected)
  t.equal((await full.call('GET', '/healthz')).status, 200)
  const { stdout, ...end } = await full.end()
  t.strictSame(end, { code: 0, signal: null, stderr: '' })
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  const logged = lines.filter(({ level }) => level === 'error')
  t.equal(logged.length, failed.length)
  t.match(logged[0], { msg: 'unexpected error', err: { code: 'SQLITE_FULL' } })
  t.strictSame(await storedTrunkIds(t, cwd), expected, 'also after the process has ended')
})

t.test('a full database accepts changes again when there is space', async t => {
  const cwd = await createDatabase(t)
  const pages = statSync(`${cwd}/full.db`).size / 4096
  const full = await serve(t, cwd, args, { program: 'process/full-disk.ts', env: { PAGES: `${pages}` } })
  const [first = '', ...others] = e164s
  t.equal((await assign(full, first)).status, 200)
  let failed = ''
  for (const e164 of others) {
    if ((await assign(full, e164)).status === 200) continue
    failed = e164
    break
  }
  t.equal((await assign(full, failed)).status, 500, 'the change does not fit')
  const removed = await full.call('DELETE', `${numbers}/${first}/assign`, { headers })
  t.equal(removed.status, 200, 'a change that needs less space fits')
  t.equal((await assign(full, failed)).status, 200)
})

const skip = process.platform === 'win32' ? 'this system has no file size limit' : false

t.test('if the log cannot grow, a change fails, and the next one triggers a checkpoint', { skip }, async t => {
  const cwd = await createDatabase(t)
  const fileBlocks = 2 * (statSync(`${cwd}/full.db`).size / 1024 + 8)
  // Node.js ignores SIGXFSZ, but a listener of tap would end the process.
  const before = 'process.on("SIGXFSZ", () => {})'
  const server = await serve(t, cwd, args, { fileBlocks, before })
  const responses: TestResponse[] = []
  for (const e164 of e164s) responses.push(await assign(server, e164))
  const statuses = responses.map(({ status }) => status)
  t.strictSame([...new Set(statuses)].sort(), [200, 500])
  t.notMatch(statuses.join(' '), '500 500')
  const expected = statuses.map(status => (status === 200 ? trunk : null))
  t.strictSame(await trunkIds(server), expected)
  // A normal shutdown could not write the file within the limit either.
  await server.end('SIGKILL')
  t.strictSame(await storedTrunkIds(t, cwd), expected)
})
