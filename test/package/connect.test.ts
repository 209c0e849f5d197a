import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { fileURLToPath } from 'node:url'
import t from 'tap'
import { connectSandbox, demo } from '../../src/client.ts'
import { createSandbox } from '../../src/index.ts'
import { number } from '../responses.ts'
import { covered, run, serve } from '../run.ts'

t.test('connectSandbox controls a server of another process', async t => {
  const server = await serve(t, t.testdir(), ['--control-token', 'open-sesame'])
  const sandbox = connectSandbox({ url: `${server.url}/`, token: 'open-sesame', namespace: 'a' })
  t.match([sandbox.url, sandbox.name, sandbox.apiKey], [server.url, 'a', `${demo.apiKey}__a`])
  await sandbox.numbers.set(demo.number, { trunk_id: demo.trunkId })
  const headers = { authorization: `Bearer ${sandbox.apiKey}` }
  t.match(await server.call('GET', number, { headers }), { body: { trunk_id: demo.trunkId } })
  t.match(await sandbox.journal.list(), [{ operation: 'getNumber', namespace: 'a' }])
  t.match(await sandbox.namespace('b').numbers.get(demo.number), { trunk_id: null })
  await t.rejects(connectSandbox({ url: server.url }).state.get(), {
    name: 'ControlError',
    status: 401,
    message: 'Invalid or missing control token',
  })
})

t.test('connectSandbox checks the certificate of a server with HTTPS', async t => {
  const pem = (name: string) => fileURLToPath(new URL(`../command/tls/${name}.pem`, import.meta.url))
  const { url } = await serve(t, t.testdir(), ['--tls-cert', pem('cert'), '--tls-key', pem('key')])
  t.match(url, /^https:/)
  await t.rejects(connectSandbox({ url }).state.get(), {
    message: `the sandbox at ${url} cannot be reached (DEPTH_ZERO_SELF_SIGNED_CERT)`,
  })
})

t.test('under exec, connectSandbox needs no options', async t => {
  const code = `
    import { connectSandbox } from '${new URL('../../src/client.ts', import.meta.url)}'
    const { url, apiKey, accountId, numbers } = connectSandbox()
    console.log(JSON.stringify([url, apiKey, accountId, (await numbers.list()).length]))`
  const flags = ['--key', 'tvx_sk_test_mine', '--control-token', 'open-sesame']
  const exec = ['exec', ...flags, '--', process.execPath, '--input-type=module', '-e', code]
  const { stdout, code: exitCode } = await run(t, t.testdir(), exec, covered)
  t.equal(exitCode, 0)
  t.match(JSON.parse(stdout), [/^http:\/\/127.0.0.1:\d+$/, 'tvx_sk_test_mine', 'acc_123abc', 3])
})

t.test('the client loads no code of the server', async t => {
  const before = `
    import { registerHooks } from 'node:module'
    registerHooks({ load: (url, context, next) => {
      if (/node_modules|src.(server|http|sandbox|settings)/.test(url)) throw new Error('loads ' + url)
      return next(url, context)
    } })`
  const result = await run(t, t.testdir(), [], { before, program: '../src/client.ts' })
  t.strictSame([result.code, result.stderr], [0, ''])
})

t.test('invalid options, and a server that is not there or not this one, are clear errors', async t => {
  const fails = (options: object | null | string, message: string) =>
    t.throws(() => connectSandbox(options as object), { name: 'UsageError', message })
  const names = 'url, token, namespace, apiKey, accountId'
  fails({ uri: 'x' }, `connectSandbox has no option uri; its options are ${names}`)
  fails(null, `connectSandbox takes an object with the options ${names}, not null`)
  fails({ url: 'localhost:4060' }, 'url must be an HTTP URL such as http://localhost:4060, not "localhost:4060"')
  fails({ url: 'http://x/v1/' }, 'url must be the URL of the server, without /v1, not "http://x/v1/"')
  fails({ namespace: 'A' }, 'a namespace must be 1 to 32 characters of a to z, 0 to 9 and -, not "A"')
  const other = createServer((_request, response) => response.writeHead(404).end('nothing here')).listen(0, '127.0.0.1')
  await once(other, 'listening')
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
  await t.rejects(connectSandbox({ url }).faults.list(), {
    message: `${url} is not a tryvox-sandbox: GET /_sandbox/faults?namespace=default got status 404 and no JSON`,
  })
  other.close()
  await once(other, 'close')
  await t.rejects(connectSandbox({ url }).faults.list(), {
    message: `the sandbox at ${url} cannot be reached (ECONNREFUSED)`,
    cause: { code: 'ECONNREFUSED' },
  })
  const sandbox = await createSandbox()
  await sandbox.close()
  await t.rejects(sandbox.faults.list(), { message: `the sandbox at ${sandbox.url} cannot be reached (ECONNREFUSED)` })
})
