import t from 'tap'
import { coverageTable } from '../../src/exec/coverage.ts'
import { outcomes } from '../../src/http/outcome.ts'
import { covered, run } from '../run.ts'

const client = `
  const { TRYVOX_BASE_URL: url, TRYVOX_API_KEY: key, TRYVOX_ACCOUNT_ID: id } = process.env
  const list = (query = '') =>
    fetch(url + '/v1/account/' + id + '/numbers' + query, { headers: { authorization: 'Bearer ' + key } })
  list().then(() => list()).then(() => list('?page=0'))
    .then(() => fetch(url + '/_sandbox/reset', { method: 'POST' })).then(() => { process.exitCode = 5 })`

t.test('coverage counts the outcomes of a command, even after a reset', async t => {
  const execute = async (...flags: readonly string[]) => {
    const args = ['exec', '--coverage', ...flags, '--', process.execPath, '-e', client]
    const { code, stderr } = await run(t, t.testdir(), args, covered)
    return [code, stderr]
  }
  const text = ({ status, reason }: (typeof outcomes)[number]) =>
    reason === null ? `${status}` : `${status} ${reason}`
  const occurred = ['200', '400 request_invalid']
  const expected = (listed: typeof outcomes, more: string) => {
    const operations = [...new Set(listed.map(({ operation }) => operation))]
    const lines = operations.flatMap(name => {
      const all = listed.filter(({ operation }) => operation === name).map(text)
      if (name !== 'listNumbers') return [`${name}: 0 of ${all.length}`, `  missing  ${all.join(', ')}`]
      const missing = all.filter(each => !occurred.includes(each))
      return [
        `${name}: 2 of ${all.length}`,
        '  seen     200 (2), 400 request_invalid (1)',
        `  missing  ${missing.join(', ')}`,
      ]
    })
    const all = [...lines, `2 of ${listed.length} documented outcomes occurred${more}`]
    return [5, all.map(line => `tryvox-sandbox: ${line}\n`).join('')]
  }
  const ordinary = outcomes.filter(({ status }) => [200, 201, 204, 400, 401, 403, 404].includes(status))
  t.strictSame(await execute(), expected(ordinary, ` (--all lists ${outcomes.length - ordinary.length} more)`))
  t.strictSame(await execute('--all'), expected(outcomes, ''))
})

t.test(
  'an operation with all outcomes has no line of missing ones, and a rare error is listed if it occurred',
  async t => {
    const success = { operation: 'a', status: 200, reason: null, count: 3 }
    t.strictSame(coverageTable([success], false), [
      'a: 1 of 1',
      '  seen     200 (3)',
      '1 of 1 documented outcomes occurred',
    ])
    const tooLarge = { operation: 'a', status: 413, reason: 'body_too_large', count: 1 }
    const timeout = { operation: 'a', status: 408, reason: 'request_timeout', count: 0 }
    t.strictSame(coverageTable([success, tooLarge, timeout], false), [
      'a: 2 of 2',
      '  seen     200 (3), 413 body_too_large (1)',
      '2 of 2 documented outcomes occurred (--all lists 1 more)',
    ])
  },
)
