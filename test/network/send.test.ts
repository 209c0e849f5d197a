import { once } from 'node:events'
import type { RequestListener } from 'node:http'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Test } from 'tap'
import t from 'tap'
import { send } from '../../src/network/send.ts'
import { row } from '../behavior.ts'

async function listen(t: Test, listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.closeAllConnections())
  t.teardown(() => server.close())
  return (server.address() as AddressInfo).port
}

const here = [{ address: '127.0.0.1', family: 4 }]
const post = (url: string) => ({ method: 'POST', url, body: '{"a":"ä"}' }) as const

t.test('a name is not asked for again: what was judged is what is called', async t => {
  const port = await listen(t, async (request, response) => {
    const chunks = await request.toArray()
    const { host, 'user-agent': agent, 'content-type': type, 'x-more': more } = request.headers
    response.end(JSON.stringify([request.method, request.url, host, agent, type, more, String(Buffer.concat(chunks))]))
  })
  const { answer, error } = await send(post(`http://name.invalid:${port}/a?b`), { 'x-more': '1' }, here)
  t.equal(error, null)
  const seen = ['POST', '/a?b', `name.invalid:${port}`, 'tryvox-sandbox', 'application/json', '1', '{"a":"ä"}']
  t.strictSame([answer?.status, JSON.parse(answer?.body ?? '')], [200, seen])
  const get = await send({ method: 'GET', url: `http://127.0.0.1:${port}/`, body: null }, {}, here)
  t.strictSame(JSON.parse(get.answer?.body ?? '').slice(0, 2), ['GET', '/'])
})

row(t, 'webhook-limits', async t => {
  const moved = await listen(t, (_request, response) => response.writeHead(302, { location: '/other' }).end('go'))
  const { answer } = await send(post(`http://127.0.0.1:${moved}/`), {}, here)
  t.strictSame(answer, { status: 302, body: 'go' })
  const large = await listen(t, (_request, response) => response.end('x'.repeat(65_537)))
  t.strictSame((await send(post(`http://127.0.0.1:${large}/`), {}, here)).error, {
    code: 'ANSWER_TOO_LARGE',
    message: 'the answer is over 64 KiB',
  })
  const upgrade = await listen(t, ({ socket }) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n')
  })
  t.strictSame((await send(post(`HTTP://127.0.0.1:${upgrade}/`), {}, here)).error, {
    code: 'ERROR',
    message: 'the answer is an upgrade, which was not asked for',
  })
  const silent = await listen(t, () => {})
  const late = { code: 'TIMEOUT', message: 'no whole answer within 50 ms' }
  t.strictSame((await send(post(`http://127.0.0.1:${silent}/`), {}, here, 50)).error, late)
  const half = await listen(t, (_request, response) => void response.write('half'))
  t.strictSame((await send(post(`http://127.0.0.1:${half}/`), {}, here, 50)).error, late)
  const reset = await listen(t, request => request.socket.destroy())
  t.match((await send(post(`http://127.0.0.1:${reset}/`), {}, here)).error, { code: 'ECONNRESET' })
  t.match((await send(post(`https://127.0.0.1:${large}/`), {}, here)).error, { code: /SSL|EPROTO/ })
})
