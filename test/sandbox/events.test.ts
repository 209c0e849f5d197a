import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:http'
import type { Test } from 'tap'
import t from 'tap'
import { number } from '../responses.ts'
import type { SandboxServer } from './open.ts'
import { withSandbox } from './open.ts'

const trunk = { body: { trunk_id: 'trunk_abc123' } }

/** A stream that has begun, read event by event. */
async function watch(t: Test, port: number, query = '') {
  const asked = request({ host: '127.0.0.1', port, path: `/_sandbox/events${query}`, agent: false }).end()
  t.teardown(() => asked.destroy())
  const [response] = (await once(asked, 'response')) as [IncomingMessage]
  const chunks = response.setEncoding('utf8')[Symbol.asyncIterator]()
  let text = ''
  const next = async (): Promise<string | null> => {
    for (;;) {
      const end = text.indexOf('\n\n')
      if (end !== -1) {
        const event = text.slice(0, end)
        text = text.slice(end + 2)
        return event
      }
      const { done, value } = await chunks.next()
      if (done) return null
      text += value
    }
  }
  t.equal(await next(), ': watching')
  return { headers: response.headers, next, leave: () => asked.destroy() }
}

const entries = async ({ control }: SandboxServer, query = '') =>
  ((await control('GET', `/requests${query}`)).body as { requests: { id: number }[] }).requests

const asEvents = (all: { id: number }[]) => all.map(entry => `id: ${entry.id}\ndata: ${JSON.stringify(entry)}`)

t.test('requests are told as they end, as the journal shows them', t =>
  withSandbox(t, {}, async (t, server) => {
    const { headers, next } = await watch(t, server.port)
    t.equal(headers['content-type'], 'text/event-stream; charset=utf-8')
    await server.call('POST', `${number}/assign`, trunk)
    await server.inNamespace('other', 'DELETE', `${number}/assign`)
    await server.call('DELETE', `${number}/application`)
    t.strictSame([await next(), await next()], asEvents(await entries(server)))
  }),
)

t.test('a namespace is watched before there is one', t =>
  withSandbox(t, {}, async (t, server) => {
    const { next } = await watch(t, server.port, '?namespace=mine')
    await server.call('POST', `${number}/assign`, trunk)
    await server.inNamespace('mine', 'POST', `${number}/assign`, trunk.body)
    t.strictSame([await next()], asEvents(await entries(server, '?namespace=mine')))
  }),
)

t.test('a stream ends when its namespace begins again, and not with another', t =>
  withSandbox(t, {}, async (t, server) => {
    for (const [method, path, body] of [
      ['POST', '/reset?only=state'],
      ['POST', '/reset?only=journal'],
      ['PUT', '/state', { accounts: [] }],
    ] as const) {
      const { next } = await watch(t, server.port)
      await server.control('POST', '/reset?namespace=other')
      await server.control(method, path, { body })
      t.equal(await next(), null, path)
    }
  }),
)

t.test('a stream ends when its namespace is forgotten', t =>
  withSandbox(t, { limit: 2 }, async (t, server) => {
    await server.inNamespace('old', 'GET', number)
    const { next } = await watch(t, server.port, '?namespace=old')
    server.time += 61_000
    await server.inNamespace('new', 'GET', number)
    t.equal(await next(), null)
  }),
)

t.test('two that watch a namespace are told the same, and one that goes leaves the other', t =>
  withSandbox(t, {}, async (t, server) => {
    const [one, other] = [await watch(t, server.port), await watch(t, server.port)]
    await server.call('POST', `${number}/assign`, trunk)
    const [event] = asEvents(await entries(server))
    t.strictSame([await one.next(), await other.next()], [event, event])
    one.leave()
    await server.call('DELETE', `${number}/assign`)
    t.strictSame(await other.next(), asEvents(await entries(server))[1])
  }),
)

t.test('there is no head of it alone', t =>
  withSandbox(t, {}, async (t, { call }) => {
    t.equal((await call('HEAD', '/_sandbox/events')).status, 405)
  }),
)

t.test('a stream ends with its server, and keeps it from nothing', t =>
  withSandbox(t, {}, async (t, server) => {
    const { next } = await watch(t, server.port)
    const ended = next().then(
      () => 'ended',
      ({ code }) => code,
    )
    await server.close()
    t.equal(await ended, 'ECONNRESET')
  }),
)

t.test('who reads too slowly has the stream ended, and nobody watches for him', t =>
  withSandbox(t, { journal: { namespace: 10_000, all: 10_000 } }, async (t, server) => {
    const { sandbox, port } = server
    const asked = request({ host: '127.0.0.1', port, path: '/_sandbox/events', agent: false }).end()
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    response.pause()
    response.on('error', () => {})
    const body = JSON.stringify({ trunk_id: 'x'.repeat(1_900) })
    while (sandbox.journals.watcherCount > 0)
      await Promise.all(Array.from({ length: 50 }, () => server.call('POST', `${number}/assign`, { body })))
    t.equal(sandbox.journals.watcherCount, 0)
  }),
)
