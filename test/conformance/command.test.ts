import { readFileSync } from 'node:fs'
import t from 'tap'
import { UsageError } from '../../src/base/usage-error.ts'
import { readTask } from '../../src/settings/command-line.ts'
import { freePort } from '../port.ts'
import { covered, run, serve, start } from '../run.ts'
import { listenOther } from './other-server.ts'

const names = ['--number', '+14155551234', '--trunk', 'trunk_abc123', '--application', 'app_xyz789']
const key = ['--key', 'tvx_sk_test_sandbox', '--account', 'acc_123abc']
const conformance = (url: string, ...more: string[]) => ['conformance', '--target', url, ...key, ...more]

t.test('the command checks a server and prints a line for each behavior', async t => {
  const cwd = t.testdir()
  const { url } = await serve(t, cwd, ['--database', 'memory'])
  const args = conformance(`${url}/v1/`, ...names, '--foreign-trunk', 'trunk_def456', '--report', 'x.json')
  const { code, stdout, stderr } = await run(t, cwd, args, covered)
  t.strictSame([code, stderr], [0, ''])
  const lines = stdout.trimEnd().split('\n')
  t.equal(lines.at(0), 'agrees      documented  assign-trunk')
  t.ok(lines.includes('not checked assumed     read-only-key: needs a read-only key'))
  t.equal(lines.at(-1), '62 agree (23 documented), 0 differ (0 documented), 18 not checked (4 documented)')
  const { target, results, leftovers } = JSON.parse(readFileSync(`${cwd}/x.json`, 'utf8'))
  t.strictSame([target.url, target.key, leftovers, results.length], [url, undefined, [], lines.length - 1])
  t.strictSame(Object.keys(results[0]), ['id', 'does', 'basis', 'outcome', 'why', 'difference'])
})

t.test(
  'it fails if the server differs from documented behavior, and with --strict also from other behavior',
  async t => {
    const cwd = t.testdir()
    const { url } = await serve(t, cwd, ['--database', 'memory', '--variant', 'number-format-status=404'])
    const differs = [
      'differs     inferred    number-format-status',
      '  A number in the path gets 400 unless it is a plus sign and 7 to 15 digits without a leading zero.',
      '  request   POST /v1/account/acc_123abc/numbers/14155551234/assign {"trunk_id":"trunk_conformance_none"}',
      '  expected  {"status":400}',
      '  actual    {"status":404}',
    ]
    const args = conformance(url, ...names, '--part', 'errors', '--report', 'x.xml')
    const lenient = await run(t, cwd, args, covered)
    t.equal(lenient.code, 0)
    t.match(lenient.stdout, `\n${differs.join('\n')}\n`)
    const skipped = 'name="number-format-status (inferred)"><skipped message="request   POST /v1/'
    t.match(readFileSync(`${cwd}/x.xml`, 'utf8'), skipped)
    const strict = await run(t, cwd, [...args, '--strict'], covered)
    t.strictSame([strict.code, strict.stdout], [1, lenient.stdout])
    t.match(readFileSync(`${cwd}/x.xml`, 'utf8'), skipped.replace('skipped', 'failure'))
  },
)

t.test('after a signal the changes are restored', async t => {
  const cwd = t.testdir()
  const server = await serve(t, cwd, ['--database', 'memory'])
  const path = '/v1/account/acc_123abc/numbers/+14155551234'
  await server.call('POST', `${path}/application`, { body: { application_id: 'app_xyz789' } })
  const [arrived, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  // A proxy that holds back an assignment until it is released.
  const port = await listenOther(t, async (request, response) => {
    const { method = '', url = '', headers } = request
    const body = Buffer.concat(await request.toArray()).toString()
    if (method === 'POST' && url === `${path}/assign`) {
      arrived.resolve()
      await released.promise
    }
    const { authorization = '', 'content-type': type = '' } = headers
    const sent = { headers: { authorization, 'content-type': type }, ...(body !== '' && { body }) }
    const { status, text } = await server.call(method, url, sent)
    response.writeHead(status).end(text)
  })
  const { child, ended } = start(t, cwd, conformance(`http://127.0.0.1:${port}`, ...names), covered)
  await arrived.promise
  child.kill('SIGHUP')
  child.kill('SIGTERM')
  released.resolve()
  const { code, stdout } = await ended
  t.equal(code, 1)
  t.match(stdout, /not checked .*: the run was stopped before this check\n/)
  t.match((await server.call('GET', path)).body, { trunk_id: null, application_id: 'app_xyz789' })
})

t.test('invalid options are usage errors of one line without the key', async t => {
  const live = 'tvx_sk_live_abc123'
  const target = ['--target', 'http://127.0.0.1:9']
  const account = ['--account', 'acc_123abc']
  const missing = 'conformance needs --target, --key and --account'
  const errors: [string[], string][] = [
    [[], missing],
    [[...target, '--account', 'acc_1'], missing],
    [[...target, '--key', 'k'], missing],
    [[...target, ...account, '--key', 'a', '--key', 'b'], 'conformance accepts only one --key'],
    [[...target, ...account, '--key', 'a b'], '--key must be visible ASCII characters'],
    [
      [...target, ...account, '--key', live],
      '--key is a live key: the checks would change its account; --i-know-this-is-live allows it',
    ],
    [[...target, ...key, '--number', '415'], '--number must be E.164 (e.g., +14155551234), not "415"'],
    [
      [...target, ...key, '--part', 'reed'],
      '--part must be one of read, errors, assign, application, trunks, not "reed"; did you mean "read"?',
    ],
    [[...target, ...key, '--report', 'x'], '--report must be a file with the extension .xml or .json, not "x"'],
    [[...target, ...key, '--foreign-trunk', '/'], '--foreign-trunk must be ^[A-Za-z0-9._~-]{1,128}$, not "/"'],
    [['--target', 'x', ...key], '--target must be an http or https URL without user, query and fragment'],
    [['--target', 'http://u:p@x/', ...key], '--target must be an http or https URL without user, query and fragment'],
    [['--foreign', 'x'], 'unknown option --foreign; see --help'],
    [[...target, ...key, '--control-token', 't'], 'conformance does not support --control-token'],
  ]
  for (const [args, message] of errors)
    t.throws(() => readTask(['conformance', ...args], {}, '1.2.3'), new UsageError(message), message)
})

t.test('if no server listens it is an error, and a live key is accepted with --i-know-this-is-live', async t => {
  const url = `http://127.0.0.1:${await freePort()}`
  const live = ['--account', 'acc_123abc', '--key', 'tvx_sk_live_abc123', '--i-know-this-is-live']
  for (const args of [key, live]) {
    const { code, stdout, stderr } = await run(t, t.testdir(), ['conformance', '--target', url, ...args], covered)
    t.strictSame([code, stdout, stderr], [1, '', `tryvox-sandbox: ${url}: no response (ECONNREFUSED)\n`])
  }
})

t.test('changes that cannot be restored are reported and fail the run, and control characters are escaped', async t => {
  const number = {
    e164: '+14155551234',
    trunk_id: 'trunk_abc123',
    application_id: null,
    updated_at: '2026-04-09T11:15:00Z',
  }
  let moved = false
  const port = await listenOther(t, ({ method, url = '' }, response) => {
    if (method === 'DELETE') moved = true
    const listedNumber = { ...number, trunk_id: moved ? 'trunk_\u001b[31m\u009b' : 'trunk_abc123' }
    response.end(
      JSON.stringify(url.includes('/numbers?') ? { data: [listedNumber] } : { ...number, message: '\u202e' }),
    )
  })
  const args = conformance(`http://127.0.0.1:${port}`, ...names, '--part', 'assign')
  const { code, stdout } = await run(t, t.testdir(), args, covered)
  const lastLines = stdout.trimEnd().split('\n').slice(-2)
  const summary = '4 agree (2 documented), 6 differ (2 documented), 70 not checked (23 documented)'
  t.strictSame([code, lastLines], [1, ['could not restore the assignment of +14155551234 to trunk_abc123', summary]])
  t.match(stdout, String.raw`"trunk_\u001b[31m\u009b"`)
})

t.test('closing the output does not prevent the restoration of the number', async t => {
  const cwd = t.testdir()
  const server = await serve(t, cwd, ['--database', 'memory'])
  const path = '/v1/account/acc_123abc/numbers/+14155551234'
  await server.call('POST', `${path}/application`, { body: { application_id: 'app_xyz789' } })
  const { child, exited, lines } = start(t, cwd, conformance(server.url, ...names, '--part', 'assign'), covered)
  await lines(1)
  child.stdout.destroy()
  t.strictSame(await exited, [0, null])
  t.match((await server.call('GET', path)).body, { trunk_id: null, application_id: 'app_xyz789' })
})

t.test('a rejected key is reported once, not for every behavior', async t => {
  const { url } = await serve(t, t.testdir(), ['--database', 'memory'])
  const check = async (key: string, account: string) => {
    const args = ['conformance', '--target', url, '--key', key, '--account', account]
    const { code, stdout, stderr } = await run(t, t.testdir(), args, covered)
    return [code, stdout, stderr]
  }
  const expected = (status: number) => [
    1,
    '',
    `tryvox-sandbox: ${url} rejects this key for this account (${status}); check --key and --account\n`,
  ]
  t.strictSame(await check('tvx_sk_test_unknown', 'acc_123abc'), expected(401))
  t.strictSame(await check('tvx_sk_test_sandbox', 'acc_456def'), expected(403))
})

t.test('a report that cannot be written is a usage error', async t => {
  const cwd = t.testdir()
  const { url } = await serve(t, cwd, ['--database', 'memory'])
  const { code, stderr } = await run(t, cwd, conformance(url, '--part', 'read', '--report', 'no/x.xml'), covered)
  t.strictSame([code, stderr], [1, 'tryvox-sandbox: no/x.xml cannot be written (ENOENT)\n'])
})
