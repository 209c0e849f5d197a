import { readdirSync, readFileSync } from 'node:fs'
import type { Test } from 'tap'
import t from 'tap'
import { numbers } from '../server.ts'
import type { Serving } from './run.ts'
import { run, serve } from './run.ts'

const number = `${numbers}/+14155551234`
const trunk = { trunk_id: 'trunk_abc123' }
const file = '.tryvox-sandbox/sandbox.db'

async function assign(t: Test, server: Serving): Promise<void> {
  t.equal((await server.call('POST', `${number}/assign`, { body: trunk })).status, 200)
}

async function route(server: Serving): Promise<unknown> {
  const { body } = await server.call('GET', number)
  return (body as { trunk_id: unknown }).trunk_id
}

t.test('the state is kept over a restart, until --fresh', async t => {
  const cwd = t.testdir()
  const first = await serve(t, cwd)
  await assign(t, first)
  const { body: before } = await first.call('GET', number)
  await first.end()
  const second = await serve(t, cwd)
  t.strictSame((await second.call('GET', number)).body, before)
  await second.end()
  const third = await serve(t, cwd, ['--fresh'])
  t.equal(await route(third), null)
  t.equal((await third.end()).code, 0)
})

t.test('the default file is in a folder that no repository notices', async t => {
  const cwd = t.testdir()
  await (await serve(t, cwd)).end()
  t.strictSame(readdirSync(cwd), ['.tryvox-sandbox'])
  t.strictSame(readdirSync(`${cwd}/.tryvox-sandbox`).sort(), ['.gitignore', 'sandbox.db'])
  t.equal(readFileSync(`${cwd}/.tryvox-sandbox/.gitignore`, 'utf8'), '*\n')
})

t.test('the state is where --database says, and in no other place', async t => {
  const cwd = t.testdir()
  const first = await serve(t, cwd, ['--database', 'my.db'])
  await assign(t, first)
  await first.end()
  t.strictSame(readdirSync(cwd), ['my.db'])
  t.equal(await route(await serve(t, cwd, [], { env: { TRYVOX_SANDBOX_DATABASE: 'my.db' } })), 'trunk_abc123')
})

t.test('in memory there is no file, and every process begins with the seed', async t => {
  const cwd = t.testdir()
  const first = await serve(t, cwd, ['--database', 'memory'])
  await assign(t, first)
  t.equal(await route(first), 'trunk_abc123')
  await first.end()
  t.equal(await route(await serve(t, cwd, ['--database', 'memory', '--fresh'])), null)
  t.strictSame(readdirSync(cwd), [])
})

t.test('a second process on the same file is refused in one line, to start over with too', async t => {
  const cwd = t.testdir()
  const first = await serve(t, cwd)
  await assign(t, first)
  const line = `${file}: in use by another process; stop that one, or name another file with --database`
  for (const args of [[], ['--fresh']]) {
    const end = await run(t, cwd, ['--port', '0', ...args])
    t.strictSame(end, { code: 1, signal: null, stdout: '', stderr: `tryvox-sandbox: ${line}\n` })
  }
  t.equal(await route(first), 'trunk_abc123')
})

t.test('a mistake together with --fresh throws nothing away', async t => {
  const cwd = t.testdir({ 'seed.json': '{}' })
  const first = await serve(t, cwd)
  await assign(t, first)
  await first.end()
  for (const args of [
    ['--seed', 'sed.json'],
    ['--trunk', 'trunk_def456'],
  ]) {
    t.match(await run(t, cwd, ['--fresh', ...args]), { code: 1, stdout: '' })
  }
  t.equal(await route(await serve(t, cwd)), 'trunk_abc123')
})
