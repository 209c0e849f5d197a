import { readFileSync } from 'node:fs'
import t from 'tap'
import { covered, run } from '../run.ts'

const lines = (...all: string[]) => all.map(line => `tryvox-sandbox: ${line}\n`).join('')

t.test('what fails as it is ends as it does, and what asks for nothing fails', async t => {
  const of = (text: string) =>
    run(t, t.testdir(), ['exec', '--each-failure', '--', process.execPath, '-e', text], covered)
  const failing = await of('process.exitCode = 3')
  const told = (what: string) => lines('as it is', `${what}: there is nothing to compare`)
  t.strictSame([failing.code, failing.stderr], [3, told('fails already as it is')])
  const idle = await of('')
  t.strictSame([idle.code, idle.stderr], [1, told('asks the API for nothing')])
  const reading = await of("fetch(process.env.TRYVOX_BASE_URL + '/v1/x')")
  t.equal(reading.code, 0)
  t.match(reading.stderr, 'tryvox-sandbox: asks for no change: nothing can be lost\n')
})

t.test('a report of what cannot be compared says so, and an older one does not stay', async t => {
  const cwd = t.testdir({ 'x.json': 'older' })
  const args = ['exec', '--each-failure', '--report', 'x.json', '--', process.execPath, '-e', '']
  await run(t, cwd, args, covered)
  const text = 'exit code 0\nasks the API for nothing'
  t.strictSame(JSON.parse(readFileSync(`${cwd}/x.json`, 'utf8')), {
    name: 'exec --each-failure',
    cases: [{ group: 'exec', name: 'as it is', outcome: 'fails', text }],
  })
})
