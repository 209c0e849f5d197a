import { once } from 'node:events'
import { connect } from 'node:net'
import t from 'tap'
import { number } from '../answer.ts'
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
