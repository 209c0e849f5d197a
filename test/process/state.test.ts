import { readdirSync, readFileSync } from 'node:fs'
import type { Test } from 'tap'
import t from 'tap'
import type { RunningProcess } from '../run.ts'
import { run, serve } from '../run.ts'
import { numbers } from '../server.ts'

const number = `${numbers}/+14155551234`
const trunk = { trunk_id: 'trunk_abc123' }
const file = '.tryvox-sandbox/sandbox.db'

async function assign(t: Test, server: RunningProcess): Promise<void> {
  t.equal((await server.call('POST', `${number}/assign`, { body: trunk })).status, 200)
}

async function trunkId(server: RunningProcess): Promise<unknown> {
  const { body } = await server.call('GET', number)
  return (body as { trunk_id: unknown }).trunk_id
}

t.test('the state is stored in a folder with a .gitignore, until --fresh', async t => {
  const cwd = t.testdir()
  const first = await serve(t, cwd)
  await assign(t, first)
  const { body: before } = await first.call('GET', number)
  await first.end()
  t.strictSame(readdirSync(cwd), ['.tryvox-sandbox'])
  t.strictSame(readdirSync(`${cwd}/.tryvox-sandbox`).sort(), ['.gitignore', 'sandbox.db'])
  t.equal(readFileSync(`${cwd}/.tryvox-sandbox/.gitignore`, 'utf8'), '*\n')
  const second = await serve(t, cwd)
  t.strictSame((await second.call('GET', number)).body, before)
  await second.end()
  const third = await serve(t, cwd, ['--fresh'])
  t.equal(await trunkId(third), null)
  t.equal((await third.end()).code, 0)
})

t.test('the state is stored only in the file of --database', async t => {
  const cwd = t.testdir()
  const server = await serve(t, cwd, ['--database', 'my.db'])
  await assign(t, server)
  await server.end()
  t.strictSame(readdirSync(cwd), ['my.db'])
})

t.test('a state in memory creates no files', async t => {
  const cwd = t.testdir()
  const server = await serve(t, cwd, ['--database', 'memory'])
  await assign(t, server)
  t.equal(await trunkId(server), 'trunk_abc123')
  await server.end()
  t.strictSame(readdirSync(cwd), [])
})

t.test('a second process on the same file is a usage error, even with --fresh', async t => {
  const cwd = t.testdir()
  const first = await serve(t, cwd)
  await assign(t, first)
  const line = `${file}: in use by another process; stop that process, or choose another file or memory with --database`
  const end = await run(t, cwd, ['--port', '0', '--fresh'])
  t.strictSame(end, { code: 1, signal: null, stdout: '', stderr: `tryvox-sandbox: ${line}\n` })
  t.equal(await trunkId(first), 'trunk_abc123')
})
