import { once } from 'node:events'
import t from 'tap'
import { row } from '../behavior.ts'
import { late, patient, sent } from '../late.ts'
import { configuration, number, outcome, refused, unchanged } from '../responses.ts'
import { key, onEachStore } from '../server.ts'
import { until } from '../until.ts'
import { hear, readAnswers } from '../wire.ts'

const head = `Host: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n`
const body = 'Content-Length: 27\r\n\r\n{"trunk_id":"trunk_abc123"}'
const assign = `POST ${number}/assign HTTP/1.1\r\n${head}${body}`
const unassign = `DELETE ${number}/assign HTTP/1.1\r\n${head}${body}`

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
  onEachStore(t, { timeouts: patient }, async (t, server) => {
    await unchanged(t, server, async () => {
      const [status, body] = timeout
      for (const [what, bytes] of Object.entries(halves)) {
        const socket = await sent(server, bytes)
        const text = await late(server, () => hear(socket))
        t.strictSame(readAnswers(text), [{ status, headers: closed, body }], what)
      }
    })
    t.strictSame(server.unforeseen, [], 'that a client is slow is foreseen')
  }),
)

t.test('what can be answered is answered once, though the client stalls after it', t => {
  let answered = 0
  return onEachStore(t, { timeouts: patient, onRequestEnd: () => answered++ }, async (t, server) => {
    answered = 0
    const unassigned = configuration({ message: 'Trunk unassigned successfully' })
    const assigned = configuration({ trunk_id: 'trunk_abc123' })
    const socket = await sent(server, `${assign}${unassign.slice(0, -5)}`)
    // The DELETE has its answer, whose body nobody waits for.
    await until(() => answered === 2)
    const answers = readAnswers(await late(server, () => hear(socket)))
    t.strictSame(answers.map(outcome), [
      [200, assigned],
      [200, unassigned],
    ])
  })
})

t.test('a client that never closes its side does not keep the connection', t =>
  onEachStore(t, { timeouts: patient }, async (t, server) => {
    const socket = await sent(server, halves['half a head'])
    socket.allowHalfOpen = true
    await late(server, () => once(socket.resume(), 'end'))
    // Which waits for every connection that is in use.
    await server.close()
    t.equal(socket.writable, true)
    socket.destroy()
  }),
)
