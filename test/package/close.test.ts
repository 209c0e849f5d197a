import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { connect } from 'node:net'
import t from 'tap'
import { number } from '../responses.ts'
import { key } from '../server.ts'
import { onEach } from './each.ts'

const headers = { authorization: `Bearer ${key}` }

t.test('close does not wait for clients with unfinished requests', t =>
  onEach(t, async (t, { url, close }) => {
    const sockets = ['', 'GET /v1/acc', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{'].map(sent => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1')
      socket.resume().write(sent)
      return socket
    })
    const closed = sockets.map(socket => once(socket, 'close'))
    await Promise.all(sockets.map(socket => once(socket, 'connect')))
    // When a later request has its response, the server has accepted the connections.
    await (await fetch(`${url}/readyz`)).text()
    await close()
    await t.resolves(Promise.all(closed))
  }),
)

t.test('close completes the requests in flight, also those of sandbox.fetch', t =>
  onEach(t, async (t, { url, fetch: inMemory, journal, close }) => {
    const delayed = { headers: { ...headers, prefer: 'delay=600000' } }
    const body = await (await inMemory(number, { headers })).text()
    const responses = [inMemory(number, delayed), fetch(`${url}${number}`, delayed)]
    await (await fetch(`${url}/readyz`)).text()
    t.equal((await journal.list()).length, 1)
    await close()
    for (const response of await Promise.all(responses))
      t.strictSame([response.status, await response.text()], [200, body])
  }),
)

t.test('close waits for slow requests, but not for slow clients', t =>
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
    const call = fetch(`${url}/_sandbox/calls`, { method: 'POST', headers: type, body })
    const [, response] = await called
    const unfinished = connect(Number(new URL(url).port), '127.0.0.1')
    unfinished.write('GET /v1/acc')
    await (await fetch(`${url}/readyz`)).text()
    const closed = close()
    t.match(Buffer.concat(await unfinished.toArray()).toString(), /^HTTP\/1\.1 408 /)
    response.end()
    await closed
    t.match(await (await call).json(), { outcome: 'application', delivery: { attempt: 1 } })
  }),
)
