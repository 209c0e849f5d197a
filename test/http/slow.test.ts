import { once } from 'node:events'
import t from 'tap'
import { configuration, number, outcome, refused, unchanged } from '../answer.ts'
import { row } from '../ledger.ts'
import { key, onEachStore } from '../server.ts'
import { open, speak } from '../wire.ts'

const head = `Host: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n`
const body = 'Content-Length: 27\r\n\r\n{"trunk_id":"trunk_abc123"}'
const assign = `POST ${number}/assign HTTP/1.1\r\n${head}${body}`
const unassign = `DELETE ${number}/assign HTTP/1.1\r\n${head}${body}`

const impatient = { patience: { request: 150, look: 20 } }
const timeout = refused(408, 'REQUEST_TIMEOUT', 'Request not received in time')
const closed = { 'content-type': 'application/json; charset=utf-8', connection: 'close' }

const halves = {
  'half a first line': assign.slice(0, 30),
  'half a head': assign.slice(0, 100),
  'a head without its end': assign.slice(0, assign.indexOf('\r\n\r\n') + 2),
  'a head alone': assign.slice(0, -27),
  'half a body': assign.slice(0, -5),
  'half a chunk': assign.replace('Content-Length: 27', 'Transfer-Encoding: chunked').replace('{', '1b\r\n{'),
}

row(t, 'request-slow', t =>
  onEachStore(t, impatient, async (t, server) => {
    await unchanged(t, server, async () => {
      const [status, body] = timeout
      const answers = Object.entries(halves).map(async ([what, bytes]) =>
        t.strictSame(await speak(server.port, bytes), [{ status, headers: closed, body }], what),
      )
      await Promise.all(answers)
    })
    t.strictSame(server.unforeseen, [], 'that a client is slow is foreseen')
  }),
)

t.test('what can be answered is answered once, though the client stalls after it', t =>
  onEachStore(t, impatient, async (t, { port }) => {
    const unassigned = configuration({ message: 'Trunk unassigned successfully' })
    const assigned = configuration({ trunk_id: 'trunk_abc123' })
    const answers = await speak(port, `${assign}${unassign.slice(0, -5)}`)
    // The DELETE has had its answer, whose body nobody waits for.
    t.strictSame(answers.map(outcome), [
      [200, assigned],
      [200, unassigned],
    ])
  }),
)

t.test('a client that never closes its side does not keep the connection', t =>
  onEachStore(t, impatient, async (t, { port, close }) => {
    const socket = await open(port)
    socket.allowHalfOpen = true
    socket.write(halves['half a head'])
    await once(socket.resume(), 'end')
    // Which waits for every connection that is in use.
    await close()
    t.equal(socket.writable, true)
    socket.destroy()
  }),
)
