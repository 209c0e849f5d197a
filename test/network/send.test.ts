import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import t from 'tap'
import { send } from '../../src/network/send.ts'
import { behaviorTest } from '../behavior.ts'

async function listen(t: Test, listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.closeAllConnections())
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}

const loopback = [{ address: '127.0.0.1', family: 4 }]
const post = (url: string) => ({ method: 'POST', url, body: '{"a":"ä"}' }) as const

t.test('the request goes to the given address; the name is not resolved again', async t => {
  const port = await listen(t, async (request, response) => {
    const chunks = await request.toArray()
    const { host, 'user-agent': agent, 'content-type': type, 'x-more': more } = request.headers
    response.end(JSON.stringify([request.method, request.url, host, agent, type, more, String(Buffer.concat(chunks))]))
  })
  const { response, error } = await send(post(`http://name.invalid:${port}/a?b`), { 'x-more': '1' }, loopback)
  t.equal(error, null)
  const expected = ['POST', '/a?b', `name.invalid:${port}`, 'tryvox-sandbox', 'application/json', '1', '{"a":"ä"}']
  t.strictSame([response?.status, JSON.parse(response?.body ?? '')], [200, expected])
  const get = await send({ method: 'GET', url: `http://127.0.0.1:${port}/`, body: null }, {}, loopback)
  t.strictSame(JSON.parse(get.response?.body ?? '').slice(0, 2), ['GET', '/'])
})

behaviorTest(t, 'webhook-limits', async t => {
  const moved = await listen(t, (_request, response) => response.writeHead(302, { location: '/other' }).end('go'))
  const { response } = await send(post(`http://127.0.0.1:${moved}/`), {}, loopback)
  t.strictSame(response, { status: 302, body: 'go' })
  const large = await listen(t, (_request, response) => response.end('x'.repeat(65_537)))
  t.strictSame((await send(post(`http://127.0.0.1:${large}/`), {}, loopback)).error, {
    code: 'RESPONSE_TOO_LARGE',
    message: 'the response is larger than 64 KiB',
  })
  const upgrade = await listen(t, ({ socket }) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n')
  })
  t.strictSame((await send(post(`HTTP://127.0.0.1:${upgrade}/`), {}, loopback)).error, {
    code: 'ERROR',
    message: 'the response is an upgrade that was not requested',
  })
  const silent = await listen(t, () => {})
  const timeout = { code: 'TIMEOUT', message: 'no complete response within 50 ms' }
  t.strictSame((await send(post(`http://127.0.0.1:${silent}/`), {}, loopback, 50)).error, timeout)
  const half = await listen(t, (_request, response) => void response.write('half'))
  t.strictSame((await send(post(`http://127.0.0.1:${half}/`), {}, loopback, 50)).error, timeout)
  const reset = await listen(t, request => request.socket.destroy())
  t.match((await send(post(`http://127.0.0.1:${reset}/`), {}, loopback)).error, { code: 'ECONNRESET' })
  t.match((await send(post(`https://127.0.0.1:${large}/`), {}, loopback)).error, { code: /SSL|EPROTO/ })
})
