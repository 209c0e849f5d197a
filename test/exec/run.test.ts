import t from 'tap'
import { describeResult, run } from '../../src/exec/run.ts'

t.test('a command that does not end is killed after the timeout', async t => {
  const text = 'setInterval(() => {}, 1e6)'
  const { code, signal, timedOutAfter } = await run([process.execPath, '-e', text], process.env, { seconds: 0.2 })
  t.strictSame([code, signal, timedOutAfter], [null, 'SIGKILL', 0.2])
  t.equal(describeResult({ code, signal, timedOutAfter, isStopped: false }), 'not finished after 0.2 s')
})
