import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { Server } from 'node:http'
import type { AddressInfo, ListenOptions } from 'node:net'
import { createServer } from 'node:net'
import type { networkInterfaces } from 'node:os'
import { fastify } from 'fastify'
import type { Test } from 'tap'
import t from 'tap'
import { UsageError } from '../../src/base/usage-error.ts'
import { listen, loopback, toUrlHost, toUsageError } from '../../src/server/listen.ts'
import { openExistingState } from '../existing-state.ts'
import { covered, run, serve } from '../run.ts'

const memory = ['--database', 'memory']

/** Listens on a free port of this address. Returns null if the machine does not have the address. */
async function occupy(t: Test, host: string): Promise<number | null> {
  const server = createServer()
  const listening = once(server.listen({ host, port: 0 }), 'listening').catch(() => null)
  if ((await listening) === null) return null
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}

async function status(url: string): Promise<number> {
  return (await fetch(url)).status
}

t.test('localhost listens on both loopback addresses, on the same free port', async t => {
  const server = await serve(t, t.testdir(), memory)
  t.equal(server.url, `http://127.0.0.1:${server.port}`)
  t.equal(await status(`${server.url}/readyz`), 200)
  const twoAddresses = (await occupy(t, '::1')) !== null
  if (twoAddresses) t.equal(await status(`http://[::1]:${server.port}/readyz`), 200)
})

/** Starts a Fastify server without routes that listens as the command does. */
async function listenAt(t: Test, host: string, second = new Server()): Promise<string> {
  const app = fastify()
  t.teardown(() => {
    second.close()
    return app.close()
  })
  return listen(app, second, host, 0)
}

for (const host of ['127.0.0.1', '0.0.0.0']) {
  t.test(`${host} is a single address, and the URL works on this machine`, async t => {
    const second = new Server()
    const url = await listenAt(t, host, second)
    t.match(url, /^http:\/\/127\.0\.0\.1:[1-9]\d+$/)
    t.equal(await status(url), 404)
    t.notOk(second.listening)
  })
}

for (const host of ['127.0.0.1', '::1']) {
  t.test(`a port in use at ${host} is a usage error, and the database is released`, async t => {
    const cwd = t.testdir()
    const port = await occupy(t, host)
    if (port === null) return t.comment('this machine has no such address')
    const stderr = `tryvox-sandbox: port ${port} is in use; stop the process that listens on it, or choose another --port\n`
    t.strictSame(await run(t, cwd, ['--port', `${port}`], covered), {
      code: 1,
      signal: null,
      stdout: '',
      stderr,
    })
    t.strictSame(readdirSync(`${cwd}/.tryvox-sandbox`).sort(), ['.gitignore', 'sandbox.db'])
    t.ok(await openExistingState(t, cwd))
  })
}

for (const host of ['203.0.113.9', '999.1.1.1', 'fe80::1']) {
  t.test(`${host} is not an address of this machine, which is a usage error`, async t => {
    const expected = new UsageError(`${host} is not an address of this machine; choose another --host`)
    t.strictSame(await listenAt(t, host).catch(error => error), expected)
  })
}

t.test('a machine without a second loopback address uses the first one', async t => {
  // A server whose second address does not exist.
  class UnreachableServer extends Server {
    override listen(...[options, ...rest]: unknown[]): this {
      return super.listen({ ...(options as ListenOptions), host: '2001:db8::1' }, ...(rest as [() => void]))
    }
  }
  const second = new UnreachableServer()
  const url = await listenAt(t, 'localhost', second)
  t.equal(await status(url), 404)
  t.notOk(second.listening)
})

const withoutIpv4 = [
  'unshare',
  '-rn',
  'sh',
  '-c',
  'ip link set lo up && ip addr del 127.0.0.1/8 dev lo && exec "$@"',
  'sh',
]
const canRemoveIpv4 =
  spawnSync('unshare', [...withoutIpv4.slice(1), 'ip', '-6', 'addr', 'show', 'to', '::1']).stdout?.length > 0

t.test('on a machine without IPv4, the server, exec and createSandbox listen at ::1', async t => {
  if (!canRemoveIpv4) return t.comment('skipped: this machine cannot create a network namespace without IPv4')
  const script = `
    const readiness = async url => [url.replace(/\\d+$/, '0'), (await fetch(url + '/readyz')).status]
    const { createSandbox } = await import(${JSON.stringify(new URL('../../src/index.ts', import.meta.url))})
    const { url, faults } = await createSandbox()
    console.log(JSON.stringify([
      ...(await readiness(process.env.TRYVOX_BASE_URL)), ...(await readiness(url)), await faults.list()]))`
  const command = ['exec', '--', process.execPath, '--input-type=module', '-e', script]
  const { stdout, ...end } = await run(t, t.testdir(), command, { under: withoutIpv4 })
  t.strictSame(end, { code: 0, signal: null, stderr: '' })
  t.strictSame(JSON.parse(stdout), ['http://[::1]:0', 200, 'http://[::1]:0', 200, []])
  const { url, end: stop } = await serve(t, t.testdir(), memory, { under: withoutIpv4 })
  t.match(url, /^http:\/\/\[::1\]:\d+$/)
  t.equal((await stop()).code, 0)
})

t.test('the loopback address is ::1 only if the machine has no IPv4', async t => {
  const ipv4 = { address: '127.0.0.1', family: 'IPv4', internal: true }
  const ipv6 = { address: '::1', family: 'IPv6', internal: true }
  const outside = { address: '192.0.2.1', family: 'IPv4', internal: false }
  const found = (...addresses: object[]) => loopback(() => ({ lo: addresses }) as ReturnType<typeof networkInterfaces>)
  t.strictSame([found(ipv4, ipv6), found(ipv4), found()], ['127.0.0.1', '127.0.0.1', '127.0.0.1'])
  t.strictSame([found(ipv6), found(ipv6, outside)], ['::1', '::1'])
  const denied = () => {
    throw new Error('not permitted')
  }
  t.equal(loopback(denied), '127.0.0.1')
})

t.test('on a machine without IPv4, localhost is one address', async t => {
  if ((await occupy(t, '::1')) === null) return t.comment('skipped: this machine has no ::1')
  const app = fastify()
  const second = new Server()
  t.teardown(() => app.close())
  t.match(await listen(app, second, 'localhost', 0, '::1'), /^http:\/\/\[::1\]:\d+$/)
  t.notOk(second.listening)
})

t.test('the URL of each kind of address works on this machine', async t => {
  const hosts = ['localhost', '0.0.0.0', '::', '127.0.0.2', '::1', 'sandbox.example']
  const expected = ['127.0.0.1', '127.0.0.1', '127.0.0.1', '127.0.0.2', '[::1]', 'sandbox.example']
  t.strictSame(hosts.map(toUrlHost), expected)
})

t.test('a privileged port is a usage error, and an unexpected error is not changed', async t => {
  const denied = Object.assign(new Error('listen EACCES'), { code: 'EACCES' })
  const line = 'this user is not allowed to listen on port 80; choose a --port above 1023'
  t.strictSame(toUsageError(denied, 'localhost', 80), new UsageError(line))
  const other = Object.assign(new Error('listen EMFILE'), { code: 'EMFILE' })
  t.equal(toUsageError(other, 'localhost', 80), other)
})
