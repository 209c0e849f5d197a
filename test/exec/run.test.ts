import t from 'tap'
import { endText, run } from '../../src/exec/run.ts'

t.test('what does not end is ended', async t => {
  const text = 'setInterval(() => {}, 1e6)'
  const { code, signal, overdue } = await run([process.execPath, '-e', text], process.env, { seconds: 0.2 })
  t.strictSame([code, signal, overdue], [null, 'SIGKILL', 0.2])
  t.equal(endText({ code, signal, overdue, isStopped: false }), 'no end within 0.2 s')
})
