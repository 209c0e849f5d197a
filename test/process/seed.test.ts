import { writeFileSync } from 'node:fs'
import type { Test } from 'tap'
import t from 'tap'
import { readSettings } from '../../src/settings.ts'
import { openState } from '../../src/state.ts'
import { Mistake } from '../../src/store/mistake.ts'
import { run, serve } from './run.ts'

const seed = {
  accounts: [{ id: 'acc_1' }],
  keys: [{ key: 'tvx_sk_test_mine', account_id: 'acc_1' }],
  numbers: [{ e164: '+14155550001', account_id: 'acc_1' }],
}
const json = (of: object) => JSON.stringify(of, null, 2)
const mine = { headers: { authorization: 'Bearer tvx_sk_test_mine' } }
const file = '.tryvox-sandbox/sandbox.db'

/** The command ends with 1 and this line, and nothing else. */
async function refuses(t: Test, cwd: string, args: readonly string[], line: string): Promise<void> {
  const stderr = `tryvox-sandbox: ${line}\n`
  t.strictSame(await run(t, cwd, ['--port', '0', ...args]), { code: 1, signal: null, stdout: '', stderr })
}

for (const database of ['memory', 'my.db']) {
  t.test(`a seed file is the world that is served (${database})`, async t => {
    const cwd = t.testdir({ 'seed.json': json(seed) })
    const server = await serve(t, cwd, ['--seed', 'seed.json', '--database', database])
    const { status, body } = await server.call('GET', '/v1/account/acc_1/numbers', mine)
    t.equal(status, 200)
    t.match(body, { pagination: { total: 1 } })
  })

  t.test(`the seed none is a world without an account (${database})`, async t => {
    const server = await serve(t, t.testdir(), ['--seed', 'none', '--database', database])
    t.equal((await server.call('GET', '/v1/account/acc_123abc/numbers')).status, 401)
  })
}

t.test('a state that began with one seed goes on with it, and is refused another', async t => {
  const cwd = t.testdir({ 'seed.json': json(seed) })
  for (const args of [['--seed', 'seed.json'], ['--seed', 'seed.json'], []]) {
    const server = await serve(t, cwd, args)
    t.equal((await server.call('GET', '/v1/account/acc_1/numbers', mine)).status, 200)
    await server.end()
  }
  const began = `${file}: began with seed "seed.json", not with this`
  await refuses(t, cwd, ['--seed', 'demo'], `${began} "demo"; start over with --fresh`)
  writeFileSync(`${cwd}/seed.json`, json({ ...seed, numbers: [] }))
  await refuses(t, cwd, ['--seed', 'seed.json'], `${began} "seed.json"; start over with --fresh`)
  const fresh = await serve(t, cwd, ['--seed', 'seed.json', '--fresh'])
  t.match((await fresh.call('GET', '/v1/account/acc_1/numbers', mine)).body, { pagination: { total: 0 } })
})

t.test('what is wrong with a seed file is one line that names the file', async t => {
  const wrong = { ...seed, numbers: [{ e164: '+14155550001', account_id: 'acc_2' }] }
  const cwd = t.testdir({ 'seed.json': json(wrong), 'broken.json': '{"keys": [{"key":\ntvx_sk_live_secret}]}' })
  const place = 'numbers[0].account_id "acc_2" does not exist; did you mean "acc_1"?'
  await refuses(t, cwd, ['--seed', 'seed.json'], `seed.json: ${place}`)
  await refuses(t, cwd, ['--seed', 'broken.json'], 'broken.json: not valid JSON (line 2)')
  const missing = 'dem: no such seed (ENOENT); give demo, none or a JSON file; did you mean "demo"?'
  await refuses(t, cwd, ['--seed', 'dem'], missing)
})

const broken: [string, string, number][] = [
  ['nothing', '', 1],
  ['an end that is missing', '{\n  "accounts": [\n\n', 2],
  ['a comma before the end of a list', '{"accounts": [\n  {"id": "a"},\n]\n}', 3],
  ['a comma before the end of an object', '{"accounts": [{"id": "a",\n}]}', 2],
  ['a comma that is missing', '[\n1\n2\n]', 3],
  ['a word without quotes', '{\n"accounts": [{"id": acc}]\n}', 2],
  ['a string that does not end', '{\n"accounts\n": []}', 2],
  ['something behind the end', '{\n}\n}\n', 3],
]

for (const [title, text, line] of broken) {
  t.test(`in a seed file, ${title} is found in its line`, async t => {
    const name = `${t.testdir({ 'seed.json': text })}/seed.json`
    const settings = readSettings({ seed: name, database: 'memory' }, {})
    const expected = new Mistake(`${name}: not valid JSON (line ${line})`)
    t.strictSame(await openState(settings, t.fail).catch(error => error), expected)
  })
}

t.test('a seed that is a folder cannot be read', async t => {
  const name = t.testdir()
  const settings = readSettings({ seed: name, database: 'memory' }, {})
  const expected = new Mistake(`${name}: no such seed (EISDIR); give demo, none or a JSON file`)
  t.strictSame(await openState(settings, t.fail).catch(error => error), expected)
})
