import t from 'tap'
import { openLeft } from '../leftover.ts'
import { covered, serve } from '../run.ts'
import { numbers } from '../server.ts'

const [first, second] = [`${numbers}/+14155551234`, `${numbers}/+919876543210`]
const body = { trunk_id: 'trunk_abc123' }

t.test('a failed sync to the disk answers 500 to all who wait, is logged, and ends the process with 1', async t => {
  const cwd = t.testdir()
  const server = await serve(t, cwd, [], { program: 'process/lost.ts', ...covered })
  t.equal((await server.call('POST', `${first}/assign`, { body })).status, 200)
  const headers = { 'x-request-id': 'r-1' }
  // What came before is read and committed when these have been there and back.
  const settled = async () => {
    for (let trips = 0; trips < 3; trips++) t.equal((await server.call('GET', '/healthz')).status, 200)
  }
  const written = server.call('POST', `${second}/assign`, { headers, body })
  await settled()
  const later = [server.call('DELETE', `${second}/assign`, { headers }), server.call('GET', second, { headers })]
  await settled()
  const { stdout, ...end } = await server.end('SIGUSR2')
  t.strictSame(end, { code: 1, signal: null, stderr: '' })
  for (const { status, text } of await Promise.all([written, ...later])) {
    t.equal(status, 500)
    t.equal(text, '{"error":{"code":"INTERNAL_ERROR","message":"Internal server error"}}')
  }
  const lines = stdout.trimEnd().split('\n').slice(2)
  const said = lines.map(line => {
    const { level, msg, err, status } = JSON.parse(line)
    return [level, msg ?? status, err?.message].filter(part => part !== undefined).join(' ')
  })
  t.strictSame(said.sort(), [
    ...Array(3).fill('error unforeseen error the disk is gone'),
    'fatal a sync to the disk failed: what was not answered may be lost the disk is gone',
    ...Array(3).fill('info 500'),
  ])
  const left = await (await openLeft(t, cwd)).findNumber('+14155551234')
  t.match(left, { assignment: { kind: 'trunk', id: 'trunk_abc123' } }, 'what was answered before is there')
})
