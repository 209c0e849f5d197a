import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import t from 'tap'
import { isReady } from '../../src/command/probe.ts'
import { covered, run, serve } from '../run.ts'

const quietly = { signal: null, stdout: '', stderr: '' }

/** A server of another kind. */
async function other(t: Test, listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close().closeAllConnections())
  return (server.address() as AddressInfo).port
}

t.test('health ends with 0 while the server takes work, and with 1 after it has ended', async t => {
  const cwd = t.testdir()
  const server = await serve(t, cwd)
  const health = (options = {}) =>
    run(t, cwd, ['health'], { ...options, env: { TRYVOX_SANDBOX_PORT: `${server.port}` } })
  t.strictSame(await health(covered), { ...quietly, code: 0 }, 'beside the server that has the state')
  await server.end()
  const stderr = `tryvox-sandbox: no server at localhost:${server.port} is ready\n`
  t.strictSame(await health(), { ...quietly, stderr, code: 1 })
})

t.test('health ends with 1 where the server is not ready', async t => {
  const port = await other(t, (request, response) => response.writeHead(request.url === '/readyz' ? 503 : 200).end())
  t.strictSame(await run(t, t.testdir(), ['health', '--port', `${port}`], covered), {
    ...quietly,
    stderr: `tryvox-sandbox: no server at localhost:${port} is ready\n`,
    code: 1,
  })
})

t.test('a server that never answers is not ready', async t => {
  const port = await other(t, () => {})
  t.equal(await isReady({ host: 'localhost', port, tls: null }), false)
})
