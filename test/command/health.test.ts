import { once } from 'node:events'
import { symlinkSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import t from 'tap'
import { findServers } from '../../src/command/find-servers.ts'
import { isReady } from '../../src/command/health.ts'
import { freePort } from '../port.ts'
import { covered, run, serve } from '../run.ts'

const pem = (name: string) => fileURLToPath(new URL(`tls/${name}.pem`, import.meta.url))
const noOutput = { signal: null, stdout: '', stderr: '' }

/** Starts another HTTP server. */
async function listen(t: Test, listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close().closeAllConnections())
  return (server.address() as AddressInfo).port
}

t.test('health exits with 0 while the server is ready, and with 1 after its end', async t => {
  const cwd = t.testdir()
  const server = await serve(t, cwd)
  const health = (options = {}) =>
    run(t, cwd, ['health'], { ...options, env: { TRYVOX_SANDBOX_PORT: `${server.port}` } })
  t.strictSame(await health(covered), { ...noOutput, code: 0 }, 'while the server runs')
  await server.end()
  const stderr = `tryvox-sandbox: the server at localhost:${server.port} is not ready\n`
  t.strictSame(await health(), { ...noOutput, stderr, code: 1 })
})

t.test('health exits with 1 if the server is not ready', async t => {
  const port = await listen(t, (request, response) => response.writeHead(request.url === '/readyz' ? 503 : 200).end())
  t.strictSame(await run(t, t.testdir(), ['health', '--port', `${port}`], covered), {
    ...noOutput,
    stderr: `tryvox-sandbox: the server at localhost:${port} is not ready\n`,
    code: 1,
  })
})

const memory = ['--database', 'memory']
const tls = ['--tls-cert', pem('cert'), '--tls-key', pem('key')]
const skip = process.platform === 'linux' ? false : 'only Linux has /proc'

/** A port without a server, which health uses if it finds no server. */
const unusedPort = { TRYVOX_SANDBOX_PORT: '1' }
const notReady = { ...noOutput, stderr: 'tryvox-sandbox: the server at localhost:1 is not ready\n', code: 1 }

t.test('health finds the server of its folder, whatever its configuration', { skip }, async t => {
  const configurations: [string[], Record<string, string>][] = [
    [[], {}],
    [[...memory, '--host', '0.0.0.0'], {}],
    [[...memory, '--host', '::1'], {}],
    // An address that no other test listens on, so that the port is free.
    [[...memory, '--host', '127.0.0.77', '--port', `${await freePort()}`], {}],
    [[...memory, ...tls], unusedPort],
    [memory, { TRYVOX_SANDBOX_TLS_CERT: pem('cert'), TRYVOX_SANDBOX_TLS_KEY: pem('key') }],
  ]
  for (const [args, env] of configurations) {
    const cwd = t.testdir()
    const server = await serve(t, cwd, args, { env })
    t.strictSame(
      await run(t, cwd, ['health'], { env: unusedPort, ...covered }),
      { ...noOutput, code: 0 },
      args.join(' '),
    )
    await server.end('SIGKILL')
    t.strictSame(await run(t, cwd, ['health'], { env: unusedPort }), notReady, `${args.join(' ')}, killed`)
  }
})

t.test('of several servers, health checks the one with its database or in its folder', { skip }, async t => {
  const folders = t.testdir({ a: {}, b: {}, c: {} })
  const [a, b, c] = ['a', 'b', 'c'].map(name => join(folders, name)) as [string, string, string]
  const health = (cwd: string, args: string[] = [], env: Record<string, string> = unusedPort) =>
    run(t, cwd, ['health', ...args], { env, ...covered })
  const inA = await serve(t, a, ['--database', '../c/x.db'])
  const inB = await serve(t, b, memory)
  const database = { TRYVOX_SANDBOX_DATABASE: 'x.db' }
  t.equal((await health(a)).code, 0, 'by the folder')
  t.equal((await health(c, [], { ...unusedPort, ...database })).code, 0, 'by the database')
  t.equal((await health(c, ['--database', 'x.db'])).code, 0)
  t.strictSame(await health(a, ['--database', 'other.db']), notReady, 'a server with another database')
  t.strictSame(await health(a, ['--port', '1'], {}), notReady, 'a server at another port')
  t.strictSame(await health(c), notReady, 'servers of other folders')
  await inA.end('SIGKILL')
  t.strictSame(await health(a), notReady)
  t.strictSame(await health(c, [], { ...unusedPort, ...database }), notReady)
  const alsoInB = await serve(t, b, memory)
  const ports = [inB.port, alsoInB.port].sort((a, b) => a - b).join(', ')
  const line = `several servers run in this folder, at the ports ${ports}; choose one with --port`
  t.strictSame(await health(b), { ...noOutput, stderr: `tryvox-sandbox: ${line}\n`, code: 1 })
  t.equal((await health(b, ['--port', `${inB.port}`])).code, 0)
  await alsoInB.end()
  t.equal((await health(b, ['--database', 'memory'])).code, 0)
})

t.test('health identifies a database by its real path', { skip }, async t => {
  const folders = t.testdir({ a: {}, b: {} })
  symlinkSync(join(folders, 'real.db'), join(folders, 'link.db'))
  const server = await serve(t, join(folders, 'a'), ['--database', '../link.db'])
  for (const name of ['real.db', 'link.db']) {
    const args = ['health', '--database', `../${name}`]
    t.equal((await run(t, join(folders, 'b'), args, { env: unusedPort, ...covered })).code, 0, name)
  }
  await server.end()
})

t.test('without /proc, no server is found', async t => {
  t.strictSame(findServers(process.execPath, `${t.testdir()}/none`), [])
})

t.test('a server that does not respond is not ready', async t => {
  const port = await listen(t, () => {})
  t.equal(await isReady({ host: 'localhost', port, tls: null }), false)
})
