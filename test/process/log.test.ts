import t from 'tap'
import { formatLine } from '../../src/command/log.ts'
import { covered, serve } from '../run.ts'
import { numbers } from '../server.ts'
import { openIdle } from './socket.ts'

const memory = ['--database', 'memory']
const long = `/${'x'.repeat(15_000)}`
const line = { request_id: 'r-1', operation: null, method: 'GET', path: '/v1', status: 200, duration_ms: 1.5 }

t.test('the first line has the URL; then each request is one line of JSON', async t => {
  const server = await serve(t, t.testdir(), memory, covered)
  const headers = { 'x-request-id': 'r-1' }
  await server.call('POST', `${numbers}/+14155551234/assign`, { headers, body: { trunk_id: 'trunk_abc123' } })
  await server.call('POST', `${numbers}/+14155551234/assign?x=y`, { headers, body: {} })
  await server.call('GET', '/healthz')
  await server.call('GET', '/readyz')
  await server.call('GET', '/v1/tvx_sk_live_secret', { headers })
  // Lines are written while the server runs, without further requests.
  const [ready, ...lines] = await server.lines(4)
  t.equal(ready, `{"ready":true,"url":"http://127.0.0.1:${server.port}","pid":${server.pid}}`)
  const normalized = lines.map(each =>
    each.replace(/"time":\d{13},/, '').replace(/"duration_ms":\d+(\.\d+)?/, '"duration_ms":0'),
  )
  const path = `${numbers}/+14155551234/assign`
  t.strictSame(normalized, [
    `{"level":"info","request_id":"r-1","operation":"assignTrunk","method":"POST","path":"${path}","status":200,"duration_ms":0}`,
    `{"level":"info","request_id":"r-1","operation":"assignTrunk","method":"POST","path":"${path}","status":400,"duration_ms":0,"hint":"unknown query parameter x","error":"request_invalid","reason":"Request validation failed (trunk_id: required field missing)"}`,
    '{"level":"info","request_id":"r-1","operation":null,"method":"GET","path":"/v1/***","status":404,"duration_ms":0,"error":"path_unknown","reason":"Resource not found"}',
  ])
})

for (const requests of [1, 100]) {
  t.test(`closing the output before ${requests} requests does not stop the server and is not an error`, async t => {
    const server = await serve(t, t.testdir(), memory)
    server.stdout.destroy()
    for (let sent = 0; sent < requests; sent++) t.equal((await server.call('GET', numbers)).status, 200)
    t.match(await server.end(), { code: 0, signal: null, stderr: '' })
  })
}

t.test('if the output is not read, log lines are lost but the server is not blocked', async t => {
  const server = await serve(t, t.testdir(), memory)
  server.stdout.pause()
  const send = async (requests: number) => {
    for (let sent = 0; sent < requests; sent++) t.equal((await server.call('GET', long)).status, 404)
  }
  await send(150)
  server.stdout.resume()
  let lines = await server.lines(30)
  await server.call('GET', '/last')
  while (!lines.at(-1)?.includes('"/last"')) lines = await server.lines(lines.length + 1)
  t.ok(lines.length < 150, `${lines.length} lines`)
  server.stdout.pause()
  await send(30)
  process.kill(server.pid, 'SIGTERM')
  t.strictSame(await server.exited, [0, null])
})

t.test('a slow reader gets all lines', async t => {
  const server = await serve(t, t.testdir(), memory)
  const idle = await openIdle(t, server.port)
  server.stdout.pause()
  // Three times the capacity of a pipe. The server waits one second for its reader.
  for (let sent = 0; sent < 12; sent++) await server.call('GET', long)
  const shutdown = server.end()
  await idle.closed
  server.stdout.resume()
  const { code, stdout } = await shutdown
  t.equal(code, 0)
  t.equal(stdout.match(/"status":404,.*}\n/g)?.length, 12)
})

/** A JSON log line as a terminal shows it. */
function format(entry: object): string {
  return formatLine(JSON.parse(JSON.stringify(entry)))
}

t.test('on a terminal, a request is its status, method and path, and its error or duration', async t => {
  t.equal(format(line), '200 GET /v1 1.5 ms')
  t.equal(format({ ...line, status: null }), 'lost GET /v1 1.5 ms')
  t.equal(format({ ...line, status: 404, error: 'path_unknown', reason: 'Not here' }), '404 GET /v1 Not here')
})

t.test('on a terminal, other lines are the message, the request id and the stack', async t => {
  t.equal(
    format({ level: 'error', request_id: 'r-1', msg: 'oh', err: { stack: 'Error\n  at x' } }),
    'oh r-1 Error\n  at x',
  )
  t.equal(format({ level: 'error', msg: 'second SIGINT, exiting' }), 'second SIGINT, exiting')
})
