import { readFileSync } from 'node:fs'
import t from 'tap'
import { covered, run } from '../run.ts'

/** A client that unassigns a trunk from an unassigned number. `judge` is code that evaluates the status. */
const client = (judge: string) => `
  const { TRYVOX_BASE_URL: url, TRYVOX_API_KEY: key, TRYVOX_ACCOUNT_ID: id } = process.env
  fetch(url + '/v1/account/' + id + '/numbers/%2B14155551234/assign', {
    method: 'DELETE', headers: { authorization: 'Bearer ' + key },
  }).then(({ status }) => { ${judge} })`
const each = (text: string) => ['exec', '--each-variant', '--', process.execPath, '-e', text]

const heading = [
  'baseline (1 of 7)',
  'success-status=201: The two POST operations respond with 201. (2 of 7)',
  'assign-equal=moves: Assigning the same destination again sets `updated_at` to the time of the request. (3 of 7)',
  'delete-nothing=404: A DELETE when nothing is assigned gets 404 "No trunk is assigned to this number" (or application). (4 of 7)',
  'delete-other-kind=clears: A DELETE of one kind removes an assignment of the other kind too. (5 of 7)',
  'trunk-list=array: GET /trunks responds with a bare array. (6 of 7)',
  'number-format-status=404: An invalid number in the path gets 404 "Number not found in your account". (7 of 7)',
]
const lines = (...all: string[]) => all.map(line => `tryvox-sandbox: ${line}\n`).join('')

t.test('a client that accepts a 404 passes with every variant', async t => {
  const judge = 'console.log(status); process.exitCode = status === 200 || status === 404 ? 0 : 1'
  const { code, stdout, stderr } = await run(t, t.testdir(), each(client(judge)), covered)
  t.strictSame([code, stdout], [0, '200\n200\n200\n404\n200\n200\n200\n'])
  t.equal(stderr, lines(...heading, 'passes with every variant'))
})

t.test('a client that rejects a 404 fails with the variant delete-nothing=404', async t => {
  const { code, stderr } = await run(t, t.testdir(), each(client('process.exitCode = status === 200 ? 0 : 7')), covered)
  t.equal(code, 1)
  const line = 'fails with delete-nothing=404: exit code 7; it depends on undocumented behavior'
  t.equal(stderr.slice(0, stderr.indexOf('  rerun: ')), `${lines(...heading, line)}tryvox-sandbox: `)
  t.match(stderr, '  rerun: tryvox-sandbox exec --variant delete-nothing=404 -- ')
  const killed = await run(
    t,
    t.testdir(),
    each(client("if (status !== 200) process.kill(process.pid, 'SIGKILL')")),
    covered,
  )
  t.match(killed.stderr, 'fails with delete-nothing=404: SIGKILL; it depends')
})

t.test('if the baseline fails, exec exits like it', async t => {
  const { code, stderr } = await run(t, t.testdir(), each('process.exitCode = 3'), covered)
  const line = 'the command fails with default behavior, so there is nothing to compare'
  t.strictSame([code, stderr], [3, lines('baseline (1 of 7)', line)])
})

t.test('the report has a case for each variant, and a signal stops all runs', async t => {
  const cwd = t.testdir()
  const judge = 'process.exitCode = status === 200 ? 0 : 7'
  const args = ['exec', '--each-variant', '--report', 'x.json', '--', process.execPath, '-e', client(judge)]
  t.equal((await run(t, cwd, args, covered)).code, 1)
  const { name, cases } = JSON.parse(readFileSync(`${cwd}/x.json`, 'utf8'))
  const passed = (name: string) => ({ group: 'variant', name, outcome: 'passes', text: 'exit code 0' })
  const first = ({ text, ...rest }: { text: string }) => ({ ...rest, text: text.split('\n')[0] })
  t.strictSame(
    [name, cases.map(first)],
    [
      'exec --each-variant',
      [
        { group: 'exec', name: 'baseline', outcome: 'passes', text: 'exit code 0' },
        passed('success-status=201'),
        passed('assign-equal=moves'),
        { group: 'variant', name: 'delete-nothing=404', outcome: 'fails', text: 'exit code 7' },
        passed('delete-other-kind=clears'),
        passed('trunk-list=array'),
        passed('number-format-status=404'),
      ],
    ],
  )
  const stops = `
    const { existsSync, writeFileSync } = require('node:fs')
    fetch(process.env.TRYVOX_BASE_URL + '/v1/x')
    if (existsSync('been')) { process.kill(process.ppid, 'SIGTERM'); setInterval(() => {}, 1e6) }
    writeFileSync('been', '')`
  const { signal, stderr } = await run(t, t.testdir(), each(stops), covered)
  t.strictSame([signal, stderr], ['SIGTERM', lines(...heading.slice(0, 2), 'stopped before all runs were finished')])
})
