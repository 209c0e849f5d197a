import t from 'tap'
import { outcomes } from '../../src/http/outcome.ts'
import { covered, run } from '../run.ts'

const client = `
  const { TRYVOX_BASE_URL: url, TRYVOX_API_KEY: key, TRYVOX_ACCOUNT_ID: id } = process.env
  const list = () => fetch(url + '/v1/account/' + id + '/numbers', { headers: { authorization: 'Bearer ' + key } })
  list().then(list).then(() => fetch(url + '/_sandbox/reset', { method: 'POST' })).then(() => { process.exitCode = 5 })`

t.test('what a command met is counted, whatever it reset', async t => {
  const args = ['exec', '--coverage', '--', process.execPath, '-e', client]
  const { code, stderr } = await run(t, t.testdir(), args, covered)
  const counted = outcomes.map(({ operation, status, reason }) => {
    const met = operation === 'listNumbers' && status === 200 ? 2 : 0
    return `tryvox-sandbox: ${String(met).padStart(6)}  ${operation} ${status}${reason === null ? '' : ` ${reason}`}\n`
  })
  const told = `tryvox-sandbox: 1 of ${outcomes.length} documented outcomes were met\n`
  t.strictSame([code, stderr], [5, [...counted, told].join('')])
})
