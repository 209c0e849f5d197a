import t from 'tap'
import { number } from '../responses.ts'
import { covered, serve } from '../run.ts'
import type { Answer } from '../server.ts'
import { speak } from '../wire.ts'

const page = 'http://app.example.com:3000'
const allowed = ({ headers }: Answer) => headers['access-control-allow-origin']

t.test('pages of an origin that is named read every answer, those of faults too, and may use the controls', async t => {
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
})

t.test('what a browser asks first is answered', async t => {
  const server = await serve(t, t.testdir(), ['--database', 'memory', '--allow-origin', page])
  const asks = { 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' }
  const answer = await server.call('OPTIONS', `${number}/assign`, { headers: { origin: page, ...asks } })
  const { headers } = answer
  t.strictSame([answer.status, allowed(answer)], [204, page])
  t.match(headers['access-control-allow-methods'], 'POST')
  t.equal(headers['access-control-allow-headers'], 'authorization')
  t.equal((await server.end()).code, 0)
})

t.test('what is broken is no question of a browser', async t => {
  const server = await serve(t, t.testdir(), ['--database', 'memory', '--allow-origin', page], covered)
  const get = `GET ${number} HTTP/1.1\r\nhost: x\r\nprefer: delay=30\r\n\r\n`
  const asks = `host: x\r\norigin: ${page}\r\naccess-control-request-method: POST\r\ntransfer-encoding: chunked`
  const answers = await speak(server.port, `${get}OPTIONS ${number} HTTP/1.1\r\n${asks}\r\n\r\nzz\r\n`)
  t.strictSame(
    answers.map(({ status }) => status),
    [401, 400],
  )
  t.equal((await server.end()).code, 0)
})

t.test('without an option there is no such header, and OPTIONS is a method like others', async t => {
  const server = await serve(t, t.testdir(), ['--database', 'memory'])
  const answer = await server.call('OPTIONS', number, { headers: { origin: page } })
  t.strictSame([answer.status, allowed(answer), answer.headers['vary']], [405, undefined, undefined])
})
