import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { banner } from '../../src/command/banner.ts'
import { formatLine } from '../../src/command/log.ts'
import { covered, run } from '../run.ts'
import { containsWord, unprintable } from '../secret-samples.ts'

const live = 'tvx_sk_live_aB3xyz9Q'
const own = 'aB3/xyz+9Q=='
const token = 'token-of-controls'
/** All unprintable characters except NUL, which arguments and variables cannot contain, and a live key. */
const hostile = `${unprintable.slice(1)}${live}`

function isClean(text: string): boolean {
  return (
    !containsWord(text, live) && !containsWord(text, own) && !containsWord(text, token) && !hasControlCharacters(text)
  )
}

/** Whether a text has characters that a terminal interprets. */
function hasControlCharacters(text: string): boolean {
  return [...unprintable].some(character => character !== '\n' && text.includes(character))
}

const escaped = (text: string) => text.includes('\\u001b') || text.includes('\\u0001')

const errors: readonly (readonly [title: string, args: readonly string[]])[] = [
  ['an unknown flag', [`--${hostile}`]],
  ['an unknown command', [hostile]],
  ['a host', ['--host', `${hostile} ${own} ${token}`]],
  ['a clock', ['--clock', `${hostile} ${own}`]],
  ['a seed file', ['--seed', `/tmp/${hostile}.json`]],
  ['a folder of a database', ['--database', `/missing/${hostile}/x.db`]],
  ['a certificate', ['--tls-cert', hostile, '--tls-key', hostile]],
  ['a report that cannot be written', ['exec', '--each-failure', '--report', `/missing/${hostile}.xml`, '--', 'true']],
  ['a failure', ['exec', '--failure', hostile, '--', 'true']],
  ['an unknown program', ['exec', '--', hostile]],
  ['a target', ['conformance', '--account', 'acc_1', '--target', `http://127.0.0.1:1/${live}`]],
]
const secretFlags = ['--key', own, '--control-token', token]

for (const [title, args] of errors) {
  t.test(`an error about ${title} is one line without a key and control characters`, async t => {
    const isConformance = args[0] === 'conformance'
    const command = args[0] === 'exec' || args[0] === 'health' || isConformance ? args.slice(0, 1) : []
    const flags = isConformance ? ['--key', own] : secretFlags
    const { code, stdout, stderr } = await run(t, t.testdir(), [...command, ...flags, ...args.slice(command.length)])
    t.equal(code, 1)
    const lines = stderr.trimEnd().split('\n')
    t.match(lines.at(-1), /^tryvox-sandbox: /)
    t.ok(isClean(stdout + stderr), stderr)
    t.ok(lines.length <= 2 && (isConformance || escaped(stderr) || stderr.includes('***')), stderr)
  })
}

t.test('an error about a variable does not contain a key', async t => {
  const env = { [`TRYVOX_SANDBOX_${live}`]: '1', TRYVOX_SANDBOX_KEY: own }
  t.strictSame(await run(t, t.testdir(), [], { env, ...covered }), {
    code: 1,
    signal: null,
    stdout: '',
    stderr: 'tryvox-sandbox: *** is not a setting; see --help\n',
  })
})

t.test('keys and tokens of flags and variables are redacted', async t => {
  const variables = { TRYVOX_SANDBOX_KEY: `first, ${own}`, TRYVOX_SANDBOX_CONTROL_TOKEN: token }
  for (const [args, env] of [
    [[`--key=${own}`, `--control-token=${token}`], {}],
    [secretFlags, {}],
    [[], variables],
  ] as const) {
    const { stderr } = await run(t, t.testdir(), [...args, '--host', `${own} ${token}`], { env, ...covered })
    t.equal(stderr, 'tryvox-sandbox: --host must be an address, not "*** ***"\n')
  }
  const { stderr } = await run(t, t.testdir(), ['--key'], covered)
  t.equal(stderr, "tryvox-sandbox: option '--key <key>' argument missing\n")
})

t.test('an error about a seed file does not contain the keys of the file', async t => {
  const cwd = t.testdir()
  const keys = [{ key: own, account_id: 'acc_1' }]
  const accounts = [{ id: 'acc_1' }]
  for (const seed of [
    { accounts, keys, [unprintable]: [] },
    { accounts: [{ id: 'acc_1', [`${unprintable}${own}`]: 1 }], keys },
    { accounts: [{ id: unprintable }], keys },
    { accounts, keys, numbers: [{ e164: own, account_id: 'acc_1' }] },
    { accounts, keys, trunks: [{ id: 'trunk_1', account_id: 'acc_1', termination_uri: `sip:${own} ${live}` }] },
    { accounts, keys: [{ key: live, account_id: 'acc_1' }] },
    { accounts, keys, applications: [{ id: 'app_1', account_id: 'acc_1', answer_url: own, webhook_secret: token }] },
    live,
  ]) {
    writeFileSync(join(cwd, 'seed.json'), JSON.stringify(seed))
    const { code, stdout, stderr } = await run(t, cwd, ['--seed', 'seed.json', '--database', 'memory'])
    t.strictSame([code, stdout], [1, ''])
    t.match(stderr, /^tryvox-sandbox: seed\.json: .*\n$/)
    t.ok(isClean(stderr), stderr)
  }
})

t.test('an error about a seed is one line for exec too', async t => {
  const cwd = t.testdir({ 'null.json': 'null', 'keys.json': '{"keys":"x"}', 'row.json': '{"keys":[null]}' })
  for (const [seed, problem] of [
    ['null.json', 'the seed must be a JSON object'],
    ['keys.json', 'keys must be a JSON array'],
    ['row.json', 'keys[0] must be a JSON object'],
  ] as const) {
    const { code, stderr } = await run(t, cwd, ['exec', '--seed', seed, '--', 'true'])
    t.strictSame([code, stderr], [1, `tryvox-sandbox: ${seed}: ${problem}\n`])
  }
})

t.test('the error for a seed given as JSON text does not contain it', async t => {
  const args = ['--seed', JSON.stringify({ keys: [{ key: own, account_id: 'acc_1' }] })]
  const { code, stderr } = await run(t, t.testdir(), args, covered)
  const line = 'tryvox-sandbox: the seed must be demo, none or a JSON file, not JSON text\n'
  t.strictSame([code, stderr], [1, line])
})

/** Assigns a trunk. The body contains the first argument, which can be a key. */
const client = `
  const { TRYVOX_BASE_URL: base, TRYVOX_API_KEY: key } = process.env
  const headers = { authorization: 'Bearer ' + key, 'content-type': 'application/json' }
  const body = '{"trunk_id":"' + process.argv[1] + '","trunk_id":"trunk_abc123"}'
  const url = base + '/v1/account/acc_123abc/numbers/+14155551234/assign'
  const { ok } = await fetch(url, { method: 'POST', headers, body }).catch(() => ({}))
  if (!ok) process.exitCode = 1`
/** The command for exec. */
const clientCommand = ['--', process.execPath, '--input-type=module', '-e', client]

t.test('an unexpected error ends the process with a stack, and keys in it are redacted', async t => {
  const before = `process.getMaxListeners = () => { throw new Error('no ${own} and ${live}\\u001b[31m') }`
  const args = ['exec', '--key', own, '--each-failure', ...clientCommand]
  const { code, stderr } = await run(t, t.testdir(), args, { ...covered, before })
  t.equal(code, 1)
  t.match(stderr, /\nError: no \*\*\* and \*\*\*\\u001b\[31m\n {4}at /)
  t.ok(isClean(stderr), stderr)
})

t.test('the output and the report of exec do not contain keys that the client sends', async t => {
  const cwd = t.testdir()
  for (const [name, sentKey] of [
    ['report.xml', live],
    ['report.json', own],
  ] as const) {
    const args = ['exec', '--key', own, '--each-failure', '--report', name, ...clientCommand, sentKey]
    const { code, stderr } = await run(t, cwd, args, covered)
    t.equal(code, 1)
    const call = 'POST …/+14155551234/assign {"trunk_id":"***","trunk_id":"trunk_abc123"}'
    t.match(stderr, `call 1, ${call}: no response: exit code 1`)
    const report = readFileSync(join(cwd, name), 'utf8')
    t.match(report.replaceAll('&quot;', '"').replaceAll('\\"', '"'), `${call}: no response`)
    for (const text of [stderr, report]) t.ok(isClean(text), text)
  }
})

t.test('file names cannot add lines to the banner', async t => {
  const hostileName = `${unprintable}${live}`
  const parts = { version: '1', url: 'http://127.0.0.1:1', seed: null, hasConsole: true }
  const plain = banner({ ...parts, host: '0.0.0.0', file: 'x', resumedSeed: 'y' })
  const shown = banner({ ...parts, host: hostileName, file: hostileName, resumedSeed: hostileName })
  t.equal(shown.split('\n').length, plain.split('\n').length)
  t.ok(isClean(shown))
})

t.test('no value can add a line to the log', async t => {
  const line = {
    request_id: unprintable,
    operation: null,
    method: 'GET',
    path: unprintable,
    status: 200,
    duration_ms: 1,
  }
  const notes = { reason: unprintable, namespace: unprintable, fault: unprintable, hint: unprintable }
  const shown = formatLine(JSON.parse(JSON.stringify({ ...line, ...notes })))
  t.equal(hasControlCharacters(shown) || shown.includes('\n'), false)
  const stack = `Error: x\n200 GET /forged ${unprintable}\n    at y`
  const error = formatLine(JSON.parse(JSON.stringify({ msg: unprintable, err: { stack } })))
  t.match(error, '\n    200 GET /forged')
  t.equal(hasControlCharacters(error.replaceAll('\t', '')), false)
})
