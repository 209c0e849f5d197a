import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import t from 'tap'
import { setClock } from '../../src/domain/clock.ts'
import { buildServer } from '../../src/server/server.ts'
import { demo } from '../../src/store/demo.ts'
import { MemoryStore } from '../../src/store/memory.ts'
import { readSeed } from '../../src/store/seed-check.ts'
import { configuration, number, statusAndBody } from '../responses.ts'
import { call, key } from '../server.ts'
import { openSocket, parseResponses, readToEnd, sendBytes } from '../wire.ts'

const portOf = (address: unknown) => (address as AddressInfo).port

t.test('the second address serves the same state, and closes with the first one', async t => {
  const clock = setClock(Date.parse('2026-04-09T11:15:00Z') / 1000)
  const store = new MemoryStore(readSeed(demo))
  const { app, secondServer } = buildServer({ store, clock, onUnexpectedError: error => t.error(error) })
  await app.listen({ host: '127.0.0.1', port: 0 })
  secondServer.listen({ host: '127.0.0.1', port: 0 })
  await once(secondServer, 'listening')
  const ports = [portOf(app.server.address()), portOf(secondServer.address())] as const
  const assigned = await call(ports[1], 'POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
  t.strictSame(statusAndBody(assigned), [200, configuration({ trunk_id: 'trunk_abc123' })])
  const [first, second] = [await call(ports[0], 'GET', number), await call(ports[1], 'GET', number)]
  t.strictSame([first.status, second.text], [200, first.text])
  t.equal((await sendBytes(ports[1], 'hello\r\n\r\n'))[0]?.status, 400)
  await app.close()
  t.strictSame([app.server.listening, secondServer.listening], [false, false])
  for (const port of ports) await t.rejects(openSocket(port), { code: 'ECONNREFUSED' })
})

t.test('the store is closed after the last response of both addresses', async t => {
  const events: string[] = []
  let reportRead = () => {}
  let release = () => {}
  const readStarted = new Promise<void>(resolve => (reportRead = resolve))
  const released = new Promise<void>(resolve => (release = resolve))
  class Store extends MemoryStore {
    override async findNumber(e164: string) {
      reportRead()
      await released
      events.push('read')
      return super.findNumber(e164)
    }
    override async close() {
      events.push('closed')
    }
  }
  const store = new Store(readSeed(demo))
  const { app, secondServer } = buildServer({ store, clock: setClock(0), onUnexpectedError: error => t.error(error) })
  const closing = new Promise<void>(resolve => app.addHook('preClose', async () => resolve()))
  await app.listen({ host: '127.0.0.1', port: 0 })
  secondServer.listen({ host: '127.0.0.1', port: 0 })
  await once(secondServer, 'listening')
  const socket = await openSocket(portOf(secondServer.address()))
  socket.write(`GET ${number} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${key}\r\n\r\n`)
  await readStarted
  const closed = app.close()
  await closing
  release()
  t.equal(parseResponses(await readToEnd(socket))[0]?.status, 200)
  await closed
  t.strictSame(events, ['read', 'closed'])
})
