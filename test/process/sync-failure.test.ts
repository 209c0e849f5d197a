import t from 'tap'
import { openExistingState } from '../existing-state.ts'
import { covered, serve } from '../run.ts'
import { numbers } from '../server.ts'

const [first, second] = [`${numbers}/+14155551234`, `${numbers}/+919876543210`]
const body = { trunk_id: 'trunk_abc123' }

t.test('after a failed sync all waiting requests get 500, and the process logs it and exits with 1', async t => {
  const cwd = t.testdir()
  const server = await serve(t, cwd, [], { program: 'process/sync-failure.ts', ...covered })
  t.equal((await server.call('POST', `${first}/assign`, { body })).status, 200)
  const headers = { 'x-request-id': 'r-1' }
  // After these round trips, the earlier requests have been read and committed.
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
  const messages = lines.map(line => {
    const { level, msg, err, status } = JSON.parse(line)
    return [level, msg ?? status, err?.message].filter(part => part !== undefined).join(' ')
  })
  t.strictSame(messages.sort(), [
    ...Array(3).fill('error unexpected error the disk is gone'),
    'fatal a sync to the disk failed; changes that were not acknowledged can be lost the disk is gone',
    ...Array(3).fill('info 500'),
  ])
  const number = await (await openExistingState(t, cwd)).findNumber('+14155551234')
  t.match(number, { assignment: { kind: 'trunk', id: 'trunk_abc123' } }, 'an acknowledged change is kept')
})
