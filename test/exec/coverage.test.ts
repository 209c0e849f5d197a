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
  const args = ['exec', '--coverage', '--', process.execPath, '-e', client]
  const { code, stderr } = await run(t, t.testdir(), args, covered)
  const text = ({ status, reason }: (typeof outcomes)[number]) =>
    reason === null ? `${status}` : `${status} ${reason}`
  const seen = ['200', '400 request_invalid']
  const operations = [...new Set(outcomes.map(({ operation }) => operation))]
  const lines = operations.flatMap(name => {
    const all = outcomes.filter(({ operation }) => operation === name).map(text)
    if (name !== 'listNumbers') return [`${name}: 0 of ${all.length}`, `  missing  ${all.join(', ')}`]
    const missing = all.filter(each => !seen.includes(each))
    return [
      `${name}: 2 of ${all.length}`,
      '  seen     200 (2), 400 request_invalid (1)',
      `  missing  ${missing.join(', ')}`,
    ]
  })
  const expected = [...lines, `2 of ${outcomes.length} documented outcomes occurred`]
  t.strictSame([code, stderr], [5, expected.map(line => `tryvox-sandbox: ${line}\n`).join('')])
})

t.test('an operation with all outcomes has no line of missing ones', async t => {
  const all = { operation: 'a', status: 200, reason: null, count: 3 }
  t.strictSame(coverageTable([all]), ['a: 1 of 1', '  seen     200 (3)', '1 of 1 documented outcomes occurred'])
})
