import t from 'tap'
import { covered, run } from '../run.ts'

/** Sends these bodies to an assignment, and exits with this code. */
const client = (bodies: readonly object[], code = 0) => `
  const { TRYVOX_BASE_URL: base, TRYVOX_API_KEY: key } = process.env
  const headers = { authorization: 'Bearer ' + key, 'content-type': 'application/json' }
  const url = base + '/v1/account/acc_123abc/numbers/+14155551234/assign'
  for (const body of ${JSON.stringify(bodies)}) await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  process.exitCode = ${code}`

const command = (code: string) => ['--', process.execPath, '--input-type=module', '-e', code]
const good = { trunk_id: 'trunk_abc123' }
const line = 'tryvox-sandbox: 200 POST /v1/account/acc_123abc/numbers/+14155551234/assign'

t.test('--fail-on-hint fails if a request got a hint, and prints each different one', async t => {
  const execute = async (bodies: readonly object[], code?: number) => {
    const result = await run(t, t.testdir(), ['exec', '--fail-on-hint', ...command(client(bodies, code))], covered)
    return [result.code, result.stderr]
  }
  const hint = (field: string) => `${line} unknown field ${field} was ignored; did you mean trunk_id?\n`
  const bad = { ...good, trunkid: 1 }
  t.strictSame(await execute([good]), [0, 'tryvox-sandbox: 0 requests got a hint\n'])
  t.strictSame(await execute([bad]), [1, `${hint('trunkid')}tryvox-sandbox: 1 request got a hint\n`])
  t.strictSame(await execute([bad, good, bad, { ...good, trunkId: 1 }], 7), [
    7,
    `${hint('trunkid')}${hint('trunkId')}tryvox-sandbox: 3 requests got a hint\n`,
  ])
})

t.test('--fail-on-hint cannot be combined with another mode', async t => {
  const { code, stderr } = await run(t, t.testdir(), ['exec', '--fail-on-hint', '--coverage', ...command('')])
  const modes = '--coverage, --fail-on-hint, --each-variant, --each-failure, --failure'
  t.strictSame([code, stderr], [1, `tryvox-sandbox: exec accepts only one of ${modes}\n`])
})

t.test('requests to the server do not use a proxy, and other hosts without one are kept', async t => {
  const code = 'console.log(JSON.stringify([process.env.NO_PROXY, process.env.no_proxy]))'
  const variables = async (env: Record<string, string>) => {
    const { stdout } = await run(t, t.testdir(), ['exec', ...command(code)], {
      ...covered,
      env: { NO_PROXY: '', no_proxy: '', ...env },
    })
    return JSON.parse(stdout)
  }
  t.strictSame(await variables({}), ['127.0.0.1', '127.0.0.1'])
  t.strictSame(await variables({ NO_PROXY: 'a.com' }), ['a.com,127.0.0.1', 'a.com,127.0.0.1'])
  t.strictSame(await variables({ NO_PROXY: 'a.com', no_proxy: '.b.com' }), ['a.com,127.0.0.1', '.b.com,127.0.0.1'])
})
