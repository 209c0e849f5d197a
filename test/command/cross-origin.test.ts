import t from 'tap'
import { number } from '../responses.ts'
import { covered, serve } from '../run.ts'
import type { TestResponse } from '../server.ts'
import { sendBytes } from '../wire.ts'

const page = 'http://app.example.com:3000'
const allowed = ({ headers }: TestResponse) => headers['access-control-allow-origin']

t.test(
  'pages of an allowed origin can read every response, including those of faults, and use the control API',
  async t => {
    const server = await serve(t, t.testdir(), ['--database', 'memory', '--allow-origin', page], covered)
    const from = (origin: string) => ({ headers: { origin } })
    for (const path of [number, `${number}/x`, '/v1/%zz', number.replace('+14155551234', '+15005550503')]) {
      t.equal(allowed(await server.call('GET', path, from(page))), page, path)
      t.equal(allowed(await server.call('GET', path, from('http://evil.example.com'))), undefined, path)
    }
    const { headers } = await server.call('GET', number, from(page))
    t.match(headers['access-control-expose-headers'], 'X-Sandbox-Hint')
    t.equal((await server.call('POST', '/_sandbox/reset', from(page))).status, 200)
    t.equal((await server.call('POST', '/_sandbox/reset', from('http://evil.example.com'))).status, 403)
    t.equal((await server.end()).code, 0)
  },
)

t.test('preflight requests are handled', async t => {
  const server = await serve(t, t.testdir(), ['--database', 'memory', '--allow-origin', page])
  const preflight = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' }
  const response = await server.call('OPTIONS', `${number}/assign`, { headers: { origin: page, ...preflight } })
  const { headers } = response
  t.strictSame([response.status, allowed(response)], [204, page])
  t.match(headers['access-control-allow-methods'], 'POST')
  t.equal(headers['access-control-allow-headers'], 'authorization')
  t.equal((await server.end()).code, 0)
})

t.test('a malformed request is not a preflight request', async t => {
  const server = await serve(t, t.testdir(), ['--database', 'memory', '--allow-origin', page], covered)
  const get = `GET ${number} HTTP/1.1\r\nhost: x\r\nprefer: delay=30\r\n\r\n`
  const preflight = `host: x\r\norigin: ${page}\r\naccess-control-request-method: POST\r\ntransfer-encoding: chunked`
  const responses = await sendBytes(server.port, `${get}OPTIONS ${number} HTTP/1.1\r\n${preflight}\r\n\r\nzz\r\n`)
  t.strictSame(
    responses.map(({ status }) => status),
    [401, 400],
  )
  t.equal((await server.end()).code, 0)
})

t.test('without --allow-origin there are no CORS headers, and OPTIONS is not allowed', async t => {
  const server = await serve(t, t.testdir(), ['--database', 'memory'])
  const response = await server.call('OPTIONS', number, { headers: { origin: page } })
  t.strictSame([response.status, allowed(response), response.headers['vary']], [405, undefined, undefined])
})
