import { writeFileSync } from 'node:fs'
import type { Test } from 'tap'
import t from 'tap'
import { UsageError } from '../../src/base/usage-error.ts'
import type { State } from '../../src/server/state.ts'
import { openState } from '../../src/server/state.ts'
import { readSettings } from '../../src/settings/settings.ts'
import { hashKey } from '../../src/store/key.ts'
import { openExistingState } from '../existing-state.ts'
import { run, serve } from '../run.ts'

const seed = {
  accounts: [{ id: 'acc_1' }],
  keys: [{ key: 'tvx_sk_test_mine', account_id: 'acc_1' }],
  numbers: [{ e164: '+14155550001', account_id: 'acc_1' }],
}
const json = (of: object) => JSON.stringify(of, null, 2)
const mine = { headers: { authorization: 'Bearer tvx_sk_test_mine' } }

/** Opens the state as the command does. Returns a usage error instead of throwing it. */
function open(t: Test, options: Parameters<typeof readSettings>[0]): Promise<State | UsageError> {
  return openState({ settings: readSettings(options, {}), onStorageFailure: t.fail }).catch(error => {
    if (error instanceof UsageError) return error
    throw error
  })
}

/** Opens and closes the state. Returns the name of its initial seed, null for a new state, or the message of a usage error. */
async function resumedSeed(t: Test, options: Parameters<typeof readSettings>[0]): Promise<string | null> {
  const state = await open(t, options)
  if (state instanceof UsageError) return state.message
  await state.store.close()
  return state.resumedSeed
}

t.test('a seed file is the initial state of the server', async t => {
  const cwd = t.testdir({ 'seed.json': json(seed) })
  const server = await serve(t, cwd, ['--seed', 'seed.json', '--database', 'memory'])
  const { status, body } = await server.call('GET', '/v1/account/acc_1/numbers', mine)
  t.equal(status, 200)
  t.match(body, { pagination: { total: 1 } })
})

t.test('the seed none has no accounts', async t => {
  const state = await open(t, { seed: 'none', database: 'memory' })
  if (state instanceof UsageError) throw state
  t.equal(state.store.access(hashKey('tvx_sk_test_sandbox')), undefined)
  const noNumbers = { total: 0, numbers: [] }
  t.strictSame(await state.store.listNumbers({ accountId: 'acc_123abc', offset: 0, limit: 10 }), noNumbers)
})

t.test('an existing state keeps its initial seed; another explicit seed is an error', async t => {
  const folder = t.testdir({ 'seed.json': json(seed) })
  const [database, name] = [`${folder}/my.db`, `${folder}/seed.json`]
  t.equal(await resumedSeed(t, { database, seed: name }), null)
  t.equal(await resumedSeed(t, { database, seed: name }), name)
  t.equal(await resumedSeed(t, { database }), name)
  const created = `${database}: created with seed "${name}", not with`
  t.equal(await resumedSeed(t, { database, seed: 'demo' }), `${created} "demo"; start over with --fresh`)
  writeFileSync(name, json({ ...seed, numbers: [] }))
  const changed = `${database}: created with seed "${name}", which has changed since`
  const missing = `${changed} (numbers +14155550001 is missing); start over with --fresh`
  t.equal(await resumedSeed(t, { database, seed: name }), missing, 'the seed file was changed')
  t.equal(await resumedSeed(t, { database }), name, 'no explicit seed')
  t.equal(await resumedSeed(t, { database, seed: name, fresh: true }), null)
  t.equal(await resumedSeed(t, { database, fresh: true }), null)
  t.equal(await resumedSeed(t, { database, seed: 'demo' }), 'demo')
})

t.test('the error for an invalid seed file names the file and the line, but not its content', async t => {
  const cwd = t.testdir({ 'broken.json': '{"keys": [{"key":\ntvx_sk_live_secret}]}' })
  const stderr = 'tryvox-sandbox: broken.json: not valid JSON (line 2)\n'
  t.strictSame(await run(t, cwd, ['--seed', 'broken.json']), { code: 1, signal: null, stdout: '', stderr })
})

t.test('the error for an unknown reference names its place and suggests the right one', async t => {
  const invalid = { ...seed, numbers: [{ e164: '+14155550001', account_id: 'acc_2' }] }
  const name = `${t.testdir({ 'seed.json': json(invalid) })}/seed.json`
  const line = `${name}: numbers[0].account_id "acc_2" does not exist; did you mean "acc_1"?`
  t.strictSame(await open(t, { seed: name, database: 'memory' }), new UsageError(line))
})

t.test('the error for a misspelled seed suggests the right one, and a folder is rejected', async t => {
  const line = (seed: string, code: string) => `${seed}: cannot be read (${code}); use demo, none or a JSON file`
  const misspelled = new UsageError(`${line('dem', 'ENOENT')}; did you mean "demo"?`)
  t.strictSame(await open(t, { seed: 'dem', database: 'memory' }), misspelled)
  const folder = t.testdir()
  t.strictSame(await open(t, { seed: folder, database: 'memory' }), new UsageError(line(folder, 'EISDIR')))
})

t.test('a usage error with --fresh deletes nothing', async t => {
  const database = `${t.testdir()}/my.db`
  const before = await open(t, { database })
  if (before instanceof UsageError) throw before
  const e164 = '+14155551234'
  const number = await before.store.findNumber(e164)
  if (number === null) throw new Error('no number')
  const changed = { ...number, assignment: { kind: 'trunk', id: 'trunk_abc123' } as const }
  await before.store.change({}, () => ({ write: [changed], result: null }))
  await before.store.close()
  const errors: [Parameters<typeof readSettings>[0], string][] = [
    [{ seed: 'dem' }, 'dem: cannot be read'],
    [{ trunk: ['trunk_def456'] }, '--trunk: trunk_def456 already belongs to'],
  ]
  for (const [options, line] of errors) {
    t.match(await resumedSeed(t, { database, fresh: true, ...options }), line)
    const existing = await openExistingState(t, t.testdirName, 'my.db')
    t.strictSame(await existing.findNumber(e164), changed)
    await existing.close()
  }
})

const invalidTexts: [string, string, number][] = [
  ['an empty text', '', 1],
  ['a missing end', '{\n  "accounts": [\n\n', 2],
  ['a comma before the end of a list', '{"accounts": [\n  {"id": "a"},\n]\n}', 3],
  ['a comma before the end of an object', '{"accounts": [{"id": "a",\n}]}', 2],
  ['a missing comma', '[\n1\n2\n]', 3],
  ['a word without quotes', '{\n"accounts": [{"id": acc}]\n}', 2],
  ['an unterminated string', '{\n"accounts\n": []}', 2],
  ['text after the end', '{\n}\n}\n', 3],
]

for (const [title, text, line] of invalidTexts) {
  t.test(`the error for ${title} in a seed file has the line`, async t => {
    const name = `${t.testdir({ 'seed.json': text })}/seed.json`
    const expected = new UsageError(`${name}: not valid JSON (line ${line})`)
    t.strictSame(await open(t, { seed: name, database: 'memory' }), expected)
  })
}

t.test('a seed file can have a byte order mark, and must be UTF-8', async t => {
  const named = { ...seed, trunks: [{ id: 'trunk_1', account_id: 'acc_1', name: 'caf\u00e9' }] }
  const text = json(named)
  const folder = t.testdir()
  const write = (name: string, bytes: Buffer) => {
    writeFileSync(`${folder}/${name}`, bytes)
    return `${folder}/${name}`
  }
  const marked = await open(t, { seed: write('marked.json', Buffer.from(`\ufeff${text}`)), database: 'memory' })
  if (marked instanceof UsageError) throw marked
  t.match(await marked.store.findDestination({ kind: 'trunk', id: 'trunk_1' }), { name: 'caf\u00e9' })
  for (const [name, encoding] of [
    ['latin1.json', 'latin1'],
    ['utf16.json', 'utf16le'],
  ] as const) {
    const file = write(name, Buffer.from(`\ufeff${text}`.slice(encoding === 'latin1' ? 1 : 0), encoding))
    t.strictSame(await open(t, { seed: file, database: 'memory' }), new UsageError(`${file}: is not valid UTF-8`))
  }
  const escaped = write('escaped.json', Buffer.from(text.replace('\u00e9', '\\ud83d')))
  const line = `${escaped}: trunks[0].name must not contain a lone surrogate`
  t.strictSame(await open(t, { seed: escaped, database: 'memory' }), new UsageError(line))
})

t.test('a seed file that nests deeper than 64 levels is rejected before it is parsed', async t => {
  const name = `${t.testdir({ 'seed.json': `{"numbers": ${'['.repeat(64)}${']'.repeat(64)}}` })}/seed.json`
  const expected = new UsageError(`${name}: must not nest deeper than 64 levels`)
  t.strictSame(await open(t, { seed: name, database: 'memory' }), expected)
})

t.test('an unexpected error while reading a seed is not a usage error', async t => {
  const bug = new TypeError('a bug')
  const parse = t.capture(JSON, 'parse', () => ({
    get accounts() {
      throw bug
    },
  }))
  const name = `${t.testdir({ 'seed.json': '{}' })}/seed.json`
  t.equal(await open(t, { seed: name, database: 'memory' }).catch(error => error), bug)
  parse.restore()
})
