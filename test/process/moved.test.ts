import { readdirSync, renameSync, rmSync } from 'node:fs'
import type { Test } from 'tap'
import t from 'tap'
import { openExistingState } from '../existing-state.ts'
import type { ProcessResult } from '../run.ts'
import { covered, run, serve } from '../run.ts'
import { numbers } from '../server.ts'

const number = `${numbers}/+14155551234`
const file = '.tryvox-sandbox/sandbox.db'

/** Asserts that a process exited with 1, and returns the path of the rescued state in its log. */
function rescuedFile(t: Test, cwd: string, { stdout, ...end }: ProcessResult): string {
  t.strictSame(end, { code: 1, signal: null, stderr: '' })
  const lines = stdout.trimEnd().split('\n')
  const [{ msg }, ...others] = lines.map(line => JSON.parse(line)).filter(({ level }) => level === 'fatal')
  t.strictSame(others, [])
  const start = `${cwd}/${file} was removed, renamed or replaced while in use; the state was rescued to `
  t.equal(msg.slice(0, start.length), start)
  return msg.slice(start.length)
}

t.test('a server whose folder is removed exits with 1, and every acknowledged change is rescued', async t => {
  const cwd = t.testdir()
  const server = await serve(t, cwd, ['--clock', '2026-04-09T11:15:00Z'], covered)
  let acknowledged = 0
  const write = async () => {
    for (let at = 1; ; at++) {
      const [last, body] =
        at % 2 === 0 ? ['assign', { trunk_id: 'trunk_abc123' }] : ['application', { application_id: 'app_xyz789' }]
      const response = await server.call('POST', `${number}/${last}`, { body }).catch(() => null)
      if (response?.status !== 200) return response
      acknowledged = at
      if (at === 20) rmSync(`${cwd}/.tryvox-sandbox`, { recursive: true })
    }
  }
  const failed = await write()
  if (failed !== null) {
    t.equal(failed.status, 500)
    t.equal(failed.text, '{"error":{"code":"INTERNAL_ERROR","message":"Internal server error"}}')
  }
  t.ok(acknowledged >= 20)
  const rescued = rescuedFile(t, cwd, await server.ended)
  t.strictSame(readdirSync(`${cwd}/.tryvox-sandbox`).sort(), ['.gitignore', rescued.replace(/.*\//, '')])
  const line = `${file}: its state was rescued to ${rescued}; move it to ${cwd}/${file}, or start over with --fresh`
  const usageError = { code: 1, signal: null, stdout: '', stderr: `tryvox-sandbox: ${line}\n` }
  t.strictSame(await run(t, cwd, ['--port', '0'], covered), usageError)
  renameSync(rescued, `${cwd}/${file}`)
  const stored = await (await openExistingState(t, cwd)).findNumber('+14155551234')
  // It is not known whether the change without a response was stored.
  const assignments = [
    { kind: 'application', id: 'app_xyz789' },
    { kind: 'trunk', id: 'trunk_abc123' },
  ]
  t.ok(
    [acknowledged, acknowledged + 1].some(at => assignments[(at + 1) % 2]?.id === stored?.assignment?.id),
    'one of the last two changes',
  )
})

t.test('at SIGTERM a server checks its file once more, and rescues the state', async t => {
  const cwd = t.testdir()
  const server = await serve(t, cwd)
  t.equal((await server.call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })).status, 200)
  rmSync(`${cwd}/.tryvox-sandbox`, { recursive: true })
  renameSync(rescuedFile(t, cwd, await server.end()), `${cwd}/${file}`)
  t.match(await (await openExistingState(t, cwd)).findNumber('+14155551234'), { assignment: { id: 'trunk_abc123' } })
})

t.test('a second server with a new file is unaffected, and its next start reports the rescued state', async t => {
  const cwd = t.testdir()
  const first = await serve(t, cwd)
  t.equal((await first.call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })).status, 200)
  // The first server must not notice before the second one has started.
  process.kill(first.pid, 'SIGSTOP')
  rmSync(`${cwd}/.tryvox-sandbox`, { recursive: true })
  const second = await serve(t, cwd)
  process.kill(first.pid, 'SIGCONT')
  const rescued = rescuedFile(t, cwd, await first.ended)
  const body = { application_id: 'app_xyz789' }
  t.equal((await second.call('POST', `${number}/application`, { body })).status, 200)
  t.equal((await second.end('SIGTERM')).code, 0)
  t.match((await run(t, cwd, ['--port', '0'])).stderr, `its state was rescued to ${rescued}; move it to`)
  rmSync(rescued)
  t.match(await (await openExistingState(t, cwd)).findNumber('+14155551234'), { assignment: { id: 'app_xyz789' } })
})

t.test('if its database is removed, exec exits with 1 and reports where the state is', async t => {
  const cwd = t.testdir()
  const { code, stderr } = await run(t, cwd, ['exec', '--database', 'x.db', '--', 'rm', 'x.db'])
  t.equal(code, 1)
  const line = `tryvox-sandbox: ${cwd}/x.db was removed, renamed or replaced while in use; the state was rescued to`
  const lines = stderr.trimEnd().split('\n')
  t.ok(
    lines.every(each => each.startsWith(line)),
    stderr,
  )
})
