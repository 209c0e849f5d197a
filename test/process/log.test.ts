import t from 'tap'
import { readable } from '../../src/log.ts'
import { numbers } from '../server.ts'
import { serve } from './run.ts'

const memory = ['--database', 'memory']
const line = { request_id: 'r-1', operation: null, method: 'GET', path: '/v1', status: 200, duration_ms: 1.5 }

t.test('the first line says where it listens; then each request is one line of JSON', async t => {
  const server = await serve(t, t.testdir(), memory)
  const headers = { 'x-request-id': 'r-1' }
  await server.call('POST', `${numbers}/+14155551234/assign`, { headers, body: { trunk_id: 'trunk_abc123' } })
  await server.call('POST', `${numbers}/+14155551234/assign?x=y`, { headers, body: {} })
  await server.call('GET', '/healthz')
  await server.call('GET', '/readyz')
  await server.call('GET', '/v1/tvx_sk_live_secret', { headers })
  await server.end()
  const [ready, ...lines] = await server.lines(4)
  t.equal(ready, `{"ready":true,"url":"http://127.0.0.1:${server.port}","pid":${server.pid}}`)
  const known = lines.map(each =>
    each.replace(/"time":\d{13},/, '').replace(/"duration_ms":\d+(\.\d+)?/, '"duration_ms":0'),
  )
  const path = `${numbers}/+14155551234/assign`
  t.strictSame(known, [
    `{"level":"info","request_id":"r-1","operation":"assignTrunk","method":"POST","path":"${path}","status":200,"duration_ms":0}`,
    `{"level":"info","request_id":"r-1","operation":"assignTrunk","method":"POST","path":"${path}","status":400,"duration_ms":0,"refused":"request_invalid","reason":"Request validation failed (trunk_id: required field missing)"}`,
    '{"level":"info","request_id":"r-1","operation":null,"method":"GET","path":"/v1/***","status":404,"duration_ms":0,"refused":"path_unknown","reason":"Resource not found"}',
  ])
})

t.test('a line appears while the server runs, though no other follows it', async t => {
  const server = await serve(t, t.testdir(), memory)
  await server.call('GET', numbers)
  const [, request = '{}'] = await server.lines(2)
  t.match(JSON.parse(request), { operation: 'listNumbers', status: 200 })
})

for (const requests of [0, 1, 100]) {
  t.test(`a reader who is gone before ${requests} requests is no reason to stop, nor an error at the end`, async t => {
    const server = await serve(t, t.testdir(), memory)
    server.stdout.destroy()
    for (let sent = 0; sent < requests; sent++) t.equal((await server.call('GET', numbers)).status, 200)
    t.match(await server.end(), { code: 0, signal: null, stderr: '' })
  })
}

t.test('a reader who does not read loses lines, and nobody waits for them', async t => {
  const server = await serve(t, t.testdir(), memory)
  server.stdout.pause()
  const path = `/${'x'.repeat(15_000)}`
  const requests = 150
  for (let sent = 0; sent < requests; sent++) t.equal((await server.call('GET', path)).status, 404)
  process.kill(server.pid, 'SIGTERM')
  t.match(await server.exited, [0, null])
  server.stdout.resume()
  const { stdout } = await server.ended
  const count = stdout.split('\n').length
  t.ok(count > 2 && count < requests, `${count} lines`)
})

t.test('to a human a request is its status, what was asked, and why not or how long', async t => {
  t.equal(readable(line), '200 GET /v1 1.5 ms')
  t.equal(readable({ ...line, status: null }), 'gone GET /v1 1.5 ms')
  t.equal(readable({ ...line, status: 404, refused: 'path_unknown', reason: 'Not here' }), '404 GET /v1 Not here')
})

t.test('to a human all else is its words, the request it belongs to, and the stack', async t => {
  t.equal(readable({ ...line, msg: 'oh', err: { stack: 'Error\n  at x' } }), 'oh r-1 Error\n  at x')
  t.equal(readable({ msg: 'second SIGINT, exiting' } as Parameters<typeof readable>[0]), 'second SIGINT, exiting')
})
