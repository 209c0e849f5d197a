import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import t from 'tap'
import { number } from '../responses.ts'
import { key } from '../server.ts'
import { onEach } from './each.ts'

const headers = { authorization: `Bearer ${key}` }

t.test('it closes though clients are connected that send no whole request', t =>
  onEach(t, async (t, { url, close }) => {
    const sockets = ['', 'GET /v1/acc', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{'].map(sent => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1')
      socket.resume().write(sent)
      return socket
    })
    const closed = sockets.map(socket => once(socket, 'close'))
    await Promise.all(sockets.map(socket => once(socket, 'connect')))
    // The server has accepted them when it answers a later one.
    await (await fetch(`${url}/readyz`)).text()
    await close()
    await t.resolves(Promise.all(closed))
  }),
)

t.test('it answers what is in flight before it closes, in memory too', t =>
  onEach(t, async (t, { url, fetch: inMemory, journal, close }) => {
    const delayed = { headers: { ...headers, prefer: 'delay=600000' } }
    const body = await (await inMemory(number, { headers })).text()
    const answers = [inMemory(number, delayed), fetch(`${url}${number}`, delayed)]
    await (await fetch(`${url}/readyz`)).text()
    t.equal((await journal.list()).length, 1)
    await close()
    for (const answer of await Promise.all(answers)) t.strictSame([answer.status, await answer.text()], [200, body])
  }),
)

t.test('it waits for a request that takes longer than it waits for clients', t =>
  onEach(t, async (t, { url, state, close }) => {
    const webhook = createServer().listen(0, '127.0.0.1')
    await once(webhook, 'listening')
    t.teardown(() => webhook.close())
    const seed = await state.get()
    const answer_url = `http://127.0.0.1:${(webhook.address() as AddressInfo).port}/`
    await state.put({ ...seed, applications: seed.applications?.map(each => ({ ...each, answer_url })) ?? [] })
    const body = JSON.stringify({ from: '+14155550000', to: '+919876543210', deliver: true })
    const type = { 'content-type': 'application/json' }
    const called = once(webhook, 'request')
    const answer = fetch(`${url}/_sandbox/calls`, { method: 'POST', headers: type, body })
    const [, response] = await called
    const half = connect(Number(new URL(url).port), '127.0.0.1')
    half.write('GET /v1/acc')
    await (await fetch(`${url}/readyz`)).text()
    const closed = close()
    t.match(Buffer.concat(await half.toArray()).toString(), /^HTTP\/1\.1 408 /)
    response.end()
    await closed
    t.match(await (await answer).json(), { outcome: 'application', delivery: { attempt: 1 } })
  }),
)
