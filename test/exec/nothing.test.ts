import { readFileSync } from 'node:fs'
import t from 'tap'
import { covered, run } from '../run.ts'

const lines = (...all: string[]) => all.map(line => `tryvox-sandbox: ${line}\n`).join('')

t.test('if the baseline fails, exec exits like it; a command without requests fails', async t => {
  const runEach = (text: string) =>
    run(t, t.testdir(), ['exec', '--each-failure', '--', process.execPath, '-e', text], covered)
  const failing = await runEach('process.exitCode = 3')
  const output = (what: string) => lines('baseline', `${what}, so there is nothing to compare`)
  t.strictSame([failing.code, failing.stderr], [3, output('the command fails with default behavior')])
  const idle = await runEach('')
  t.strictSame([idle.code, idle.stderr], [1, output('the command sends no requests to the API')])
  const readOnly = await runEach("fetch(process.env.TRYVOX_BASE_URL + '/v1/x')")
  t.equal(readOnly.code, 0)
  t.match(readOnly.stderr, 'tryvox-sandbox: the command makes no changes, so there is nothing to fail\n')
})

t.test('the report of an unusable baseline has its error, and replaces an old report', async t => {
  const cwd = t.testdir({ 'x.json': 'old report' })
  const args = ['exec', '--each-failure', '--report', 'x.json', '--', process.execPath, '-e', '']
  await run(t, cwd, args, covered)
  const text = 'exit code 0\nsends no requests to the API'
  t.strictSame(JSON.parse(readFileSync(`${cwd}/x.json`, 'utf8')), {
    name: 'exec --each-failure',
    cases: [{ group: 'exec', name: 'baseline', outcome: 'fails', text }],
  })
})
