import { connect } from 'node:net'
import t from 'tap'
import { number } from '../responses.ts'
import { key } from '../server.ts'
import { until } from '../until.ts'
import { withSandbox } from './open.ts'

const get = (path: string) => `GET ${path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${key}\r\n\r\n`

/** Sends a text and returns all received data and how the connection ended. */
function sendAndRead(port: number, text: string): Promise<{ text: string; end: string }> {
  return new Promise(resolve => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let received = ''
    let end = 'closed'
    socket.setEncoding('utf8').on('data', part => (received += part))
    socket.on('error', (error: NodeJS.ErrnoException) => (end = error.code ?? ''))
    socket.on('close', () => resolve({ text: received, end }))
  })
}

for (const at of ['arrival', 'after_commit'] as const) {
  t.test(`each kind of connection fault works at ${at}`, t =>
    withSandbox(t, {}, async (t, { port, control }) => {
      const change = get(`${number}/assign`).replace('GET', 'DELETE')
      const withFault = async (connection: string) => {
        await control('POST', '/faults', { body: { operation: 'unassignTrunk', at, effect: { connection }, times: 1 } })
        return sendAndRead(port, change)
      }
      t.strictSame(await withFault('reset'), { text: '', end: 'ECONNRESET' })
      t.strictSame(await withFault('empty'), { text: '', end: 'closed' })
      const { text, end } = await withFault('truncate')
      t.match(text, /^HTTP\/1\.1 200 OK\r\n/)
      t.match(text, /\r\ncontent-length: 34\r\n/)
      t.match(text, /\r\n\r\n\{"e164":"\+1415555$/)
      t.equal(end, 'closed')
    }),
  )
}

t.test('with a lost response the change is made', t =>
  withSandbox(t, {}, async (t, { port, control, call }) => {
    const body = { operation: 'assignTrunk', at: 'after_commit', effect: { connection: 'reset' }, times: 1 }
    await control('POST', '/faults', { body })
    const assign = call('POST', `${number}/assign`, { body: { trunk_id: 'trunk_abc123' } })
    await t.rejects(assign, { code: 'ECONNRESET' })
    t.match((await call('GET', number)).body, { trunk_id: 'trunk_abc123' })
    const { requests } = (await control('GET', '/requests?operation=assignTrunk')).body as { requests: unknown[] }
    const entry = { outcome: 'lost', status: null, fault: 'fault_1', changed: { after: { trunk_id: 'trunk_abc123' } } }
    t.match(requests, [entry])
    t.match(
      (await sendAndRead(port, get(number).replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n'))).text,
      /trunk_abc123/,
    )
  }),
)

t.test('when a fault resets a connection, earlier responses on it arrive and later ones are lost', t =>
  withSandbox(t, {}, async (t, { port, control }) => {
    await control('POST', '/faults', { body: { effect: { connection: 'reset' }, after: 1 } })
    const { text } = await sendAndRead(port, get(number).repeat(3))
    t.equal(text.match(/HTTP\/1\.1 200 OK/g)?.length, 1)
    t.match(text, /\{"e164":"\+14155551234".*\}$/)
  }),
)

t.test('a hanging connection does not affect others, and is closed with the server', t =>
  withSandbox(t, {}, async (t, server) => {
    const { port, control, call } = server
    await control('POST', '/faults', { body: { operation: 'getNumber', effect: { connection: 'hang' }, times: 2 } })
    const ended = Promise.all([sendAndRead(port, get(number)), sendAndRead(port, get(number))])
    await until(async () => {
      const { faults } = (await control('GET', '/faults')).body as { faults: { applied: number }[] }
      return faults[0]?.applied === 2
    })
    t.equal((await call('GET', number)).status, 200)
    await server.close()
    t.strictSame(
      (await ended).map(({ text }) => text),
      ['', ''],
    )
  }),
)
