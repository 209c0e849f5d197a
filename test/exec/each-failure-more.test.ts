import { readFileSync } from 'node:fs'
import t from 'tap'
import { covered, run } from '../run.ts'

/** A client that assigns a number to an application and takes it away, and does something before and after it. */
const client = (before: string, after = '') => `
  const { TRYVOX_BASE_URL: url, TRYVOX_API_KEY: key, TRYVOX_ACCOUNT_ID: id } = process.env
  const { existsSync, writeFileSync } = require('node:fs')
  const send = (method, path, body) => fetch(url + path, {
    method, headers: { authorization: 'Bearer ' + key, 'content-type': 'application/json' }, body,
  })
  const at = '/v1/account/' + id + '/numbers/%2B14155551234/'
  const isAgain = existsSync('been')
  writeFileSync('been', '')
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

t.test('no reset takes the failure back, and the state that is left is told', async t => {
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
    [name, cases.map(({ text, ...shown }: { text: string }) => ({ ...shown, text: text.split('\n')[0] }))],
    [
      'exec --each-failure',
      [
        { group: 'exec', name: 'as it is', outcome: 'passes', text: 'exit code 0' },
        { group: 'call 1', name: `${post}: answer lost`, outcome: 'passes', text: `exit code 0, and ${unassigned}` },
        { group: 'call 1', name: `${post}: 503 before`, outcome: 'passes', text: `exit code 0, and ${unassigned}` },
        { group: 'call 2', name: `${remove}: answer lost`, outcome: 'fails', text: `exit code 1, and ${unassigned}` },
        {
          group: 'call 2',
          name: `${remove}: 503 before`,
          outcome: 'fails',
          text: 'exit code 7, and +14155551234 is on app_xyz789',
        },
      ],
    ],
  )
  t.match(stderr, `call 2, ${remove}: 503 before: exit code 7, and +14155551234 is on app_xyz789\n`)
})

/** A refusal, and an answer that its own fault loses: neither is a change that was granted. */
const meetsOthers = `
    console.error('x'.repeat(2 ** 21))
    console.log('out')
    console.error('err')
    if (isAgain) require('node:child_process').spawn('sleep', ['1000'], { stdio: 'inherit' }).unref()
    await send('POST', at + 'application', '{"application_id":"app_none"}')
    const fault = { operation: 'assignTrunk', effect: { connection: 'reset' }, at: 'after_commit', times: 1 }
    await send('POST', '/_sandbox/faults', JSON.stringify(fault))
    await send('POST', at + 'assign', '{"trunk_id":"trunk_abc123"}').catch(() => {})`

t.test('no more runs than one asks for', async t => {
  const args = each(client(meetsOthers), '--at-most', '3', '--side-by-side', '2')
  const { code, stdout, stderr } = await run(t, t.testdir(), args, covered)
  t.strictSame([code, stdout], [1, 'out\n'.repeat(4)])
  t.match(stderr, /tryvox-sandbox: 3 of 3: lost:unassignApplication:\+14155551234:1\nx{1000,}\nerr\n/)
  t.match(stderr, /distinct changes: 2; runs: 3 of 4 \(--at-most\), in about \d+ s\n/)
  t.match(stderr, '   2  FAILS       not run     DELETE …/+14155551234/application\n')
})

t.test('a call that a run does not come to is not met, whether that passes or fails', async t => {
  const passing = await run(t, t.testdir(), each(client('if (isAgain) return')), covered)
  t.equal(passing.code, 0)
  t.match(passing.stderr, '   1  not met     not met     POST')
  const cwd = t.testdir()
  const text = client(
    "if (isAgain) { process.exitCode = existsSync('twice') ? 4 : 0; writeFileSync('twice', ''); return }",
  )
  const failing = await run(t, cwd, each(text, '--at-most', '2', '--report', 'x.xml'), covered)
  t.equal(failing.code, 1)
  t.match(failing.stderr, '   1  not met     FAILS       POST')
  t.match(
    failing.stderr,
    'call 1, POST …/+14155551234/application {"application_id":"app_xyz789"}: 503 before: exit code 4, before',
  )
  t.match(
    readFileSync(`${cwd}/x.xml`, 'utf8'),
    'answer lost"><skipped message="exit code 0, before that call was made; tryvox-sandbox exec --failure lost:',
  )
})

t.test('the state that is left may lack the number, or any trunk', async t => {
  const gone = "await send('PUT', '/_sandbox/state', JSON.stringify({ accounts: [{ id }] }))"
  const { stderr } = await run(t, t.testdir(), each(client('', gone)), covered)
  t.match(stderr, '503 before: exit code 7, and there is no +14155551234\n')
  const remove = `
    const answer = await send('DELETE', '/v1/account/' + id + '/trunks/trunk_abc123').catch(() => null)
    if (answer?.status !== 204) process.exit(answer === null ? 8 : 9)`
  const { stderr: told } = await run(t, t.testdir(), each(client('', remove), '--at-most', '6'), covered)
  t.match(told, 'answer lost: exit code 8, and the trunks are none\n')
  t.match(told, '503 before: exit code 9, and the trunks are trunk_abc123\n')
})

t.test('a signal ends it all, and is no success however the command takes it', async t => {
  const cwd = t.testdir()
  const stops =
    "if (isAgain) { process.kill(process.ppid, 'SIGTERM'); await new Promise(() => setInterval(() => {}, 1e6)) }"
  const { code, signal, stderr } = await run(t, cwd, each(client(stops), '--report', 'x.json'), covered)
  t.strictSame([code, signal], [null, 'SIGTERM'])
  t.match(stderr, 'tryvox-sandbox: stopped before the last run\n')
  t.notMatch(stderr, '2 of 4')
  const { cases } = JSON.parse(readFileSync(`${cwd}/x.json`, 'utf8'))
  const outcomes = cases.map(({ outcome }: { outcome: string }) => outcome)
  t.strictSame(outcomes, ['passes', 'fails', 'skipped', 'skipped', 'skipped'])
  const taken = await run(
    t,
    t.testdir(),
    each(client(`process.once('SIGTERM', () => process.exit(0)); ${stops}`)),
    covered,
  )
  t.equal(taken.code, 1)
})
