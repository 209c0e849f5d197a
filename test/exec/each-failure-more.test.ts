import { readFileSync } from 'node:fs'
import t from 'tap'
import { covered, run } from '../run.ts'

/** A client that assigns a number to an application and unassigns it, with code to run before and after. */
const client = (before: string, after = '') => `
  const { TRYVOX_BASE_URL: url, TRYVOX_API_KEY: key, TRYVOX_ACCOUNT_ID: id } = process.env
  const { existsSync, writeFileSync } = require('node:fs')
  const send = (method, path, body) => fetch(url + path, {
    method, headers: { authorization: 'Bearer ' + key, 'content-type': 'application/json' }, body,
  })
  const at = '/v1/account/' + id + '/numbers/%2B14155551234/'
  const isRepeated = existsSync('started')
  writeFileSync('started', '')
  const run = async () => {
    ${before}
    await send('POST', at + 'application', '{"application_id":"app_xyz789"}').catch(() => {})
    const { status } = await send('DELETE', at + 'application')
    process.exitCode = status === 200 ? 0 : 7
    ${after}
  }
  run()`
const each = (text: string, ...options: string[]) => [
  'exec',
  '--each-failure',
  ...options,
  '--',
  process.execPath,
  '-e',
  text,
]

t.test('a reset does not remove the failure, and the final state is reported', async t => {
  const cwd = t.testdir()
  const args = each(client("await send('POST', '/_sandbox/reset')"), '--report=report.json')
  const { code, stderr } = await run(t, cwd, args, covered)
  t.equal(code, 1)
  const { name, cases } = JSON.parse(readFileSync(`${cwd}/report.json`, 'utf8'))
  const [post, remove] = [
    'POST …/+14155551234/application {"application_id":"app_xyz789"}',
    'DELETE …/+14155551234/application',
  ]
  const unassigned = '+14155551234 is unassigned'
  t.strictSame(
    [name, cases.map(({ text, ...rest }: { text: string }) => ({ ...rest, text: text.split('\n')[0] }))],
    [
      'exec --each-failure',
      [
        { group: 'exec', name: 'baseline', outcome: 'passes', text: 'exit code 0' },
        { group: 'call 1', name: `${post}: no response`, outcome: 'passes', text: `exit code 0, and ${unassigned}` },
        { group: 'call 1', name: `${post}: 503`, outcome: 'passes', text: `exit code 0, and ${unassigned}` },
        { group: 'call 2', name: `${remove}: no response`, outcome: 'fails', text: `exit code 1, and ${unassigned}` },
        {
          group: 'call 2',
          name: `${remove}: 503`,
          outcome: 'fails',
          text: 'exit code 7, and +14155551234 is assigned to app_xyz789',
        },
      ],
    ],
  )
  t.match(stderr, `call 2, ${remove}: 503: exit code 7, and +14155551234 is assigned to app_xyz789\n`)
})

/** A rejected request, and one whose response is lost by a fault of the client: neither is a successful change. */
const failingRequests = `
    console.error('x'.repeat(2 ** 21))
    console.log('out')
    console.error('err')
    if (isRepeated) require('node:child_process').spawn('sleep', ['1000'], { stdio: 'inherit' }).unref()
    await send('POST', at + 'application', '{"application_id":"app_none"}')
    const fault = { operation: 'assignTrunk', effect: { connection: 'reset' }, at: 'after_commit', times: 1 }
    await send('POST', '/_sandbox/faults', JSON.stringify(fault))
    await send('POST', at + 'assign', '{"trunk_id":"trunk_abc123"}').catch(() => {})`

t.test('--at-most limits the runs', async t => {
  const args = each(client(failingRequests), '--at-most', '3', '--side-by-side', '2')
  const { code, stdout, stderr } = await run(t, t.testdir(), args, covered)
  t.strictSame([code, stdout], [1, 'out\n'.repeat(4)])
  t.match(stderr, /tryvox-sandbox: 3 of 3: lost:unassignApplication:\+14155551234:1\nx{1000,}\nerr\n/)
  t.match(stderr, /distinct changes: 2; runs: 3 of 4 \(--at-most\), in about \d+ s\n/)
  t.match(stderr, '   2  FAILS       not run     DELETE …/+14155551234/application\n')
})

t.test('a request that a run does not send is reported as not sent', async t => {
  const passing = await run(t, t.testdir(), each(client('if (isRepeated) return')), covered)
  t.equal(passing.code, 0)
  t.match(passing.stderr, '   1  not sent    not sent    POST')
  const cwd = t.testdir()
  const text = client(
    "if (isRepeated) { process.exitCode = existsSync('repeated') ? 4 : 0; writeFileSync('repeated', ''); return }",
  )
  const failing = await run(t, cwd, each(text, '--at-most', '2', '--report', 'x.xml'), covered)
  t.equal(failing.code, 1)
  t.match(failing.stderr, '   1  not sent    FAILS       POST')
  t.match(
    failing.stderr,
    'call 1, POST …/+14155551234/application {"application_id":"app_xyz789"}: 503: exit code 4, without',
  )
  t.match(
    readFileSync(`${cwd}/x.xml`, 'utf8'),
    'no response"><skipped message="exit code 0, without sending that request; tryvox-sandbox exec --failure lost:',
  )
})

t.test('the final state can lack the number, or have no trunks', async t => {
  const removeNumbers = "await send('PUT', '/_sandbox/state', JSON.stringify({ accounts: [{ id }] }))"
  const { stderr } = await run(t, t.testdir(), each(client('', removeNumbers)), covered)
  t.match(stderr, '503: exit code 7, and +14155551234 does not exist\n')
  const remove = `
    const answer = await send('DELETE', '/v1/account/' + id + '/trunks/trunk_abc123').catch(() => null)
    if (answer?.status !== 204) process.exit(answer === null ? 8 : 9)`
  const { stderr: trunkStderr } = await run(t, t.testdir(), each(client('', remove), '--at-most', '6'), covered)
  t.match(trunkStderr, 'no response: exit code 8, and the trunks are none\n')
  t.match(trunkStderr, '503: exit code 9, and the trunks are trunk_abc123\n')
})

t.test('a signal stops all runs, and the exit code is not 0 even if the command exits with 0', async t => {
  const cwd = t.testdir()
  const stopParent =
    "if (isRepeated) { process.kill(process.ppid, 'SIGTERM'); await new Promise(() => setInterval(() => {}, 1e6)) }"
  const { code, signal, stderr } = await run(t, cwd, each(client(stopParent), '--report', 'x.json'), covered)
  t.strictSame([code, signal], [null, 'SIGTERM'])
  t.match(stderr, 'tryvox-sandbox: stopped before all runs were finished\n')
  t.notMatch(stderr, '2 of 4')
  const { cases } = JSON.parse(readFileSync(`${cwd}/x.json`, 'utf8'))
  const outcomes = cases.map(({ outcome }: { outcome: string }) => outcome)
  t.strictSame(outcomes, ['passes', 'fails', 'skipped', 'skipped', 'skipped'])
  const handled = await run(
    t,
    t.testdir(),
    each(client(`process.once('SIGTERM', () => process.exit(0)); ${stopParent}`)),
    covered,
  )
  t.equal(handled.code, 1)
})
