import { statSync } from 'node:fs'
import type { Test } from 'tap'
import t from 'tap'
import { openSqlite } from '../../src/store/open.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import { openLeft } from '../leftover.ts'
import type { Serving } from '../run.ts'
import { serve } from '../run.ts'
import type { Answer } from '../server.ts'

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

/** A folder with a database that holds many numbers, and no trunk of theirs yet. */
async function plant(t: Test): Promise<string> {
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

function assign(server: Serving, e164: string): Promise<Answer> {
  return server.call('POST', `${numbers}/${e164}/assign`, { headers, body: { trunk_id: trunk } })
}

/** The trunk of each number, as the server has it. */
async function routes(server: Serving): Promise<unknown[]> {
  const { body } = await server.call('GET', `${numbers}?per_page=100`, { headers })
  return (body as { data: { trunk_id: unknown }[] }).data.map(({ trunk_id }) => trunk_id)
}

/** The trunk of each number, as the process has left it. */
async function left(t: Test, cwd: string): Promise<unknown[]> {
  const store = await openLeft(t, cwd, 'full.db')
  const page = await store.listNumbers({ accountId: 'acc_1', offset: 0, limit: e164s.length })
  return page.numbers.map(({ assignment }) => assignment?.id ?? null)
}

t.test('a full database refuses what does not fit, changes nothing by it, and serves on', async t => {
  const cwd = await plant(t)
  const pages = statSync(`${cwd}/full.db`).size / 4096
  const full = await serve(t, cwd, args, { program: 'process/full.ts', env: { PAGES: `${pages}` } })
  const answers: Answer[] = []
  for (const e164 of e164s) answers.push(await assign(full, e164))
  const refused = answers.filter(({ status }) => status !== 200)
  t.ok(refused.length > 0 && refused.length < e164s.length, `${refused.length} refused`)
  for (const { status, text } of refused) {
    t.equal(status, 500)
    t.equal(text, '{"error":{"code":"INTERNAL_ERROR","message":"Internal server error"}}')
  }
  const expected = answers.map(({ status }) => (status === 200 ? trunk : null))
  t.strictSame(await routes(full), expected)
  t.equal((await full.call('GET', '/healthz')).status, 200)
  const { stdout, ...end } = await full.end()
  t.strictSame(end, { code: 0, signal: null, stderr: '' })
  const lines = stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line))
  const logged = lines.filter(({ level }) => level === 'error')
  t.equal(logged.length, refused.length)
  t.match(logged[0], { msg: 'unforeseen error', err: { code: 'SQLITE_FULL' } })
  t.strictSame(await left(t, cwd), expected, 'after its end too')
})

t.test('a full database takes writes again as soon as there is room', async t => {
  const cwd = await plant(t)
  const pages = statSync(`${cwd}/full.db`).size / 4096
  const full = await serve(t, cwd, args, { program: 'process/full.ts', env: { PAGES: `${pages}` } })
  const [first = '', ...others] = e164s
  t.equal((await assign(full, first)).status, 200)
  let refused = ''
  for (const e164 of others) {
    if ((await assign(full, e164)).status === 200) continue
    refused = e164
    break
  }
  t.equal((await assign(full, refused)).status, 500, 'it does not fit')
  const removed = await full.call('DELETE', `${numbers}/${first}/assign`, { headers })
  t.equal(removed.status, 200, 'what becomes smaller always fits')
  t.equal((await assign(full, refused)).status, 200)
})

const skip = process.platform === 'win32' ? 'no limit to set on this system' : false

t.test('where the log cannot grow any more a write is refused, and the next one makes room', { skip }, async t => {
  const cwd = await plant(t)
  const fileBlocks = 2 * (statSync(`${cwd}/full.db`).size / 1024 + 8)
  // Node.js passes over the signal that comes with it, but tap's own listener would end the process.
  const before = 'process.on("SIGXFSZ", () => {})'
  const server = await serve(t, cwd, args, { fileBlocks, before })
  const answers: Answer[] = []
  for (const e164 of e164s) answers.push(await assign(server, e164))
  const statuses = answers.map(({ status }) => status)
  t.strictSame([...new Set(statuses)].sort(), [200, 500])
  t.notMatch(statuses.join(' '), '500 500')
  const expected = statuses.map(status => (status === 200 ? trunk : null))
  t.strictSame(await routes(server), expected)
  // Nor can what is written at an ordinary end be written under the limit.
  await server.end('SIGKILL')
  t.strictSame(await left(t, cwd), expected)
})
