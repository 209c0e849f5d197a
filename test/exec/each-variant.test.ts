import { readFileSync } from 'node:fs'
import t from 'tap'
import { covered, run } from '../run.ts'

/** A client that unassigns a trunk where there may be none, and ends with what `judge` says of the answer. */
const client = (judge: string) => `
  const { TRYVOX_BASE_URL: url, TRYVOX_API_KEY: key, TRYVOX_ACCOUNT_ID: id } = process.env
  fetch(url + '/v1/account/' + id + '/numbers/%2B14155551234/assign', {
    method: 'DELETE', headers: { authorization: 'Bearer ' + key },
  }).then(({ status }) => { ${judge} })`
const each = (text: string) => ['exec', '--each-variant', '--', process.execPath, '-e', text]

const begun = [
  'as decided (1 of 7)',
  'success-status=201: The two POST operations respond with 201. (2 of 7)',
  'assign-equal=moves: Assigning the same destination again sets `updated_at` to the time of the request. (3 of 7)',
  'delete-nothing=404: A DELETE when nothing is assigned gets 404 "No trunk is assigned to this number" (or application). (4 of 7)',
  'delete-other-kind=clears: A DELETE of one kind removes an assignment of the other kind too. (5 of 7)',
  'trunk-list=array: GET /trunks responds with a bare array. (6 of 7)',
  'number-format-status=404: An invalid number in the path gets 404 "Number not found in your account". (7 of 7)',
]
const lines = (...all: string[]) => all.map(line => `tryvox-sandbox: ${line}\n`).join('')

t.test('a client that takes 404 for done passes under every reading', async t => {
  const judge = 'console.log(status); process.exitCode = status === 200 || status === 404 ? 0 : 1'
  const { code, stdout, stderr } = await run(t, t.testdir(), each(client(judge)), covered)
  t.strictSame([code, stdout], [0, '200\n200\n200\n404\n200\n200\n200\n'])
  t.equal(stderr, lines(...begun, 'passes under every reading'))
})

t.test('a client that does not is told on which guess it leans', async t => {
  const { code, stderr } = await run(t, t.testdir(), each(client('process.exitCode = status === 200 ? 0 : 7')), covered)
  t.equal(code, 1)
  const told = 'fails under delete-nothing=404: exit code 7; it relies on what the vendor does not document'
  t.equal(stderr.slice(0, stderr.indexOf('  again: ')), `${lines(...begun, told)}tryvox-sandbox: `)
  t.match(stderr, '  again: tryvox-sandbox exec --variant delete-nothing=404 -- ')
  const killed = await run(
    t,
    t.testdir(),
    each(client("if (status !== 200) process.kill(process.pid, 'SIGKILL')")),
    covered,
  )
  t.match(killed.stderr, 'fails under delete-nothing=404: SIGKILL; it relies')
})

t.test('what fails as it is ends as it does', async t => {
  const { code, stderr } = await run(t, t.testdir(), each('process.exitCode = 3'), covered)
  const told = 'fails already as it is: there is nothing to compare'
  t.strictSame([code, stderr], [3, lines('as decided (1 of 7)', told)])
})

t.test('a report tells of each, and a signal ends it all', async t => {
  const cwd = t.testdir()
  const judge = 'process.exitCode = status === 200 ? 0 : 7'
  const args = ['exec', '--each-variant', '--report', 'x.json', '--', process.execPath, '-e', client(judge)]
  t.equal((await run(t, cwd, args, covered)).code, 1)
  const { name, cases } = JSON.parse(readFileSync(`${cwd}/x.json`, 'utf8'))
  const other = (name: string) => ({ group: 'variant', name, outcome: 'passes', text: 'exit code 0' })
  const first = ({ text, ...shown }: { text: string }) => ({ ...shown, text: text.split('\n')[0] })
  t.strictSame(
    [name, cases.map(first)],
    [
      'exec --each-variant',
      [
        { group: 'exec', name: 'as it is', outcome: 'passes', text: 'exit code 0' },
        other('success-status=201'),
        other('assign-equal=moves'),
        { group: 'variant', name: 'delete-nothing=404', outcome: 'fails', text: 'exit code 7' },
        other('delete-other-kind=clears'),
        other('trunk-list=array'),
        other('number-format-status=404'),
      ],
    ],
  )
  const stops = `
    const { existsSync, writeFileSync } = require('node:fs')
    fetch(process.env.TRYVOX_BASE_URL + '/v1/x')
    if (existsSync('been')) { process.kill(process.ppid, 'SIGTERM'); setInterval(() => {}, 1e6) }
    writeFileSync('been', '')`
  const { signal, stderr } = await run(t, t.testdir(), each(stops), covered)
  t.strictSame([signal, stderr], ['SIGTERM', lines(...begun.slice(0, 2), 'stopped before the last run')])
})
