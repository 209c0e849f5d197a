import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import t from 'tap'
import { openExistingState } from '../existing-state.ts'
import { covered, serve } from '../run.ts'
import { numbers } from '../server.ts'
import { open, openIdle, openInFlight } from './socket.ts'

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  t.test(`at ${signal} a request in flight is completed and stored, and the exit code is 0`, async t => {
    const cwd = t.testdir()
    const server = await serve(t, cwd, [], covered)
    const idle = await openIdle(t, server.port)
    const flight = await openInFlight(t, server.port)
    const shutdown = server.end(signal)
    await idle.closed
    const response = await flight.closed
    t.match(
      response,
      /\r\n\r\nHTTP\/1\.1 200 OK\r\n(.+\r\n)*[Cc]onnection: close\r\n(.+\r\n)*\r\n\{.*"trunk_id":"trunk_abc123"/,
    )
    const { stdout, ...end } = await shutdown
    t.strictSame(end, { code: 0, signal: null, stderr: '' })
    const [, line = '{}', ...rest] = stdout.trimEnd().split('\n')
    t.match(JSON.parse(line), { operation: 'assignTrunk', status: 200 })
    t.strictSame(rest, [])
    const number = await (await openExistingState(t, cwd)).findNumber('+14155551234')
    t.match(number, { assignment: { kind: 'trunk', id: 'trunk_abc123' } })
  })
}

t.test('a request in flight at ::1 is completed too', async t => {
  const server = await serve(t, t.testdir(), [])
  const idle = await openIdle(t, server.port)
  const flight = await openInFlight(t, server.port, '::1').catch(() => null)
  if (flight === null) return t.comment('this machine has no ::1')
  const shutdown = server.end()
  await idle.closed
  t.match(await flight.closed, /\r\n\r\nHTTP\/1\.1 200 OK\r\n/)
  t.equal((await shutdown).code, 0)
})

t.test('a second signal ends the process at once, even with a request in flight', async t => {
  // A webhook that does not respond.
  const webhook = createServer().listen(0, '127.0.0.1')
  await once(webhook, 'listening')
  t.teardown(() => webhook.close())
  const called = once(webhook, 'connection')
  const answer_url = `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/`
  const account_id = 'acc_1'
  const seed = {
    accounts: [{ id: account_id }],
    applications: [{ id: 'app_1', account_id, answer_url }],
    numbers: [{ e164: '+14155551234', account_id, application_id: 'app_1' }],
  }
  const cwd = t.testdir({ 'seed.json': JSON.stringify(seed) })
  const server = await serve(t, cwd, ['--seed', 'seed.json'])
  const idle = await openIdle(t, server.port)
  const flight = await open(t, server.port)
  const call = JSON.stringify({ from: '+14155550000', to: '+14155551234', deliver: true })
  const type = `Content-Type: application/json\r\nContent-Length: ${call.length}`
  flight.socket.write(`POST /_sandbox/calls HTTP/1.1\r\nHost: x\r\n${type}\r\n\r\n${call}`)
  const [socket] = await called
  t.teardown(() => socket.destroy())
  const first = server.end('SIGTERM')
  // The server first closes idle connections, so this shows that the signal has arrived.
  await idle.closed
  const { stdout, ...end } = await server.end('SIGINT')
  t.strictSame(end, { code: 1, signal: null, stderr: '' })
  const lines = stdout.trimEnd().split('\n')
  t.strictSame(lines.length, 2)
  t.match(JSON.parse(lines[1] ?? ''), { level: 'error', msg: 'second SIGINT, exiting' })
  t.equal(await flight.closed, '', 'without a response')
  await first
})

t.test('without requests in flight the process ends at once, even with open connections', async t => {
  const server = await serve(t, t.testdir())
  const idle = await openIdle(t, server.port)
  const { stdout, ...end } = await server.end()
  t.strictSame(end, { code: 0, signal: null, stderr: '' })
  t.strictSame(stdout, `{"ready":true,"url":"${server.url}","pid":${server.pid}}\n`)
  await idle.closed
})

for (const [title, under] of [
  ['without a terminal', []],
  ['under nohup', ['nohup']],
] as const) {
  t.test(`${title} SIGHUP does not end the server`, async t => {
    const server = await serve(t, t.testdir(), ['--database', 'memory'], { under, ...covered })
    process.kill(server.pid, 'SIGHUP')
    t.equal((await server.call('GET', numbers)).status, 200)
    t.strictSame((await server.end()).code, 0)
  })
}

t.test('all log lines are written before the process ends', async t => {
  const server = await serve(t, t.testdir(), ['--database', 'memory'])
  const paths = Array.from({ length: 100 }, (_, at) => `${numbers}?page=${at + 1}&per_page=1&country=US&status=active`)
  await Promise.all(paths.map(path => server.call('GET', path)))
  const { stdout } = await server.end()
  t.equal(stdout.trimEnd().split('\n').length, 1 + paths.length)
  t.ok(stdout.endsWith('}\n'))
})

t.test('an unexpected error ends the process with 1, after requests in flight are completed', async t => {
  const before = 'process.on("SIGUSR2", () => { throw new TypeError("a bug") })'
  const server = await serve(t, t.testdir(), [], { before, ...covered })
  const idle = await openIdle(t, server.port)
  const flight = await openInFlight(t, server.port)
  const shutdown = server.end('SIGUSR2')
  await idle.closed
  t.match(await flight.closed, /\r\n\r\nHTTP\/1\.1 200 OK\r\n/)
  const { stdout, ...end } = await shutdown
  t.strictSame(end, { code: 1, signal: null, stderr: '' })
  const [, fatal = '{}', request = '{}'] = stdout.split('\n')
  t.match(JSON.parse(fatal), { level: 'fatal', err: { type: 'TypeError', message: 'a bug', stack: /at / } })
  t.equal(JSON.parse(fatal).msg, 'unexpected error, shutting down')
  t.match(JSON.parse(request), { operation: 'assignTrunk', status: 200 })
})
