import { once } from 'node:events'
import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import { noTimeouts, sendUnfinished, withTimedOutRequests } from '../request-timeout.ts'
import { assertUnchanged, configuration, errorResponse, number, statusAndBody } from '../responses.ts'
import { key, onEachStore } from '../server.ts'
import { until } from '../until.ts'
import { parseResponses, readToEnd } from '../wire.ts'

const head = `Host: x\r\nAuthorization: Bearer ${key}\r\nContent-Type: application/json\r\n`
const body = 'Content-Length: 27\r\n\r\n{"trunk_id":"trunk_abc123"}'
const assign = `POST ${number}/assign HTTP/1.1\r\n${head}${body}`
const unassign = `DELETE ${number}/assign HTTP/1.1\r\n${head}${body}`

const timeout = errorResponse(408, 'REQUEST_TIMEOUT', 'Request not received in time')
const closed = { 'content-type': 'application/json; charset=utf-8', connection: 'close' }

const unfinishedRequests = {
  'an incomplete request line': assign.slice(0, 30),
  'an incomplete head': assign.slice(0, 100),
  'a head without its end': assign.slice(0, assign.indexOf('\r\n\r\n') + 2),
  'a head without its body': assign.slice(0, -27),
  'an incomplete body': assign.slice(0, -5),
  'an incomplete chunk': assign.replace('Content-Length: 27', 'Transfer-Encoding: chunked').replace('{', '1b\r\n{'),
}

behaviorTest(t, 'request-slow', t =>
  onEachStore(t, { timeouts: noTimeouts }, async (t, server) => {
    await assertUnchanged(t, server, async () => {
      const [status, body] = timeout
      for (const [what, bytes] of Object.entries(unfinishedRequests)) {
        const socket = await sendUnfinished(server, bytes)
        const text = await withTimedOutRequests(server, () => readToEnd(socket))
        t.strictSame(parseResponses(text), [{ status, headers: closed, body }], what)
      }
    })
    t.strictSame(server.unexpectedErrors, [], 'a slow client is not an unexpected error')
  }),
)

t.test('a request is handled once, even if the client stalls afterwards', t => {
  let completed = 0
  return onEachStore(t, { timeouts: noTimeouts, onRequestEnd: () => completed++ }, async (t, server) => {
    completed = 0
    const unassigned = configuration({ message: 'Trunk unassigned successfully' })
    const assigned = configuration({ trunk_id: 'trunk_abc123' })
    const socket = await sendUnfinished(server, `${assign}${unassign.slice(0, -5)}`)
    // The DELETE already has its response, because its body is ignored.
    await until(() => completed === 2)
    const responses = parseResponses(await withTimedOutRequests(server, () => readToEnd(socket)))
    t.strictSame(responses.map(statusAndBody), [
      [200, assigned],
      [200, unassigned],
    ])
  })
})

t.test('a client that does not close its side does not keep the connection open', t =>
  onEachStore(t, { timeouts: noTimeouts }, async (t, server) => {
    const socket = await sendUnfinished(server, unfinishedRequests['an incomplete head'])
    socket.allowHalfOpen = true
    await withTimedOutRequests(server, () => once(socket.resume(), 'end'))
    // Closing waits for every connection in use.
    await server.close()
    t.equal(socket.writable, true)
    socket.destroy()
  }),
)
