import { once } from 'node:events'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:http'
import type { Test } from 'tap'
import t from 'tap'
import { number } from '../responses.ts'
import type { SandboxServer } from './open.ts'
import { withSandbox } from './open.ts'

const trunk = { body: { trunk_id: 'trunk_abc123' } }

/** Opens a stream. `next` returns the next event, or null at the end. */
async function watch(t: Test, port: number, query = '') {
  const sending = request({ host: '127.0.0.1', port, path: `/_sandbox/events${query}`, agent: false }).end()
  t.teardown(() => sending.destroy())
  const [response] = (await once(sending, 'response')) as [IncomingMessage]
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
  return { headers: response.headers, next, close: () => sending.destroy() }
}

const entries = async ({ control }: SandboxServer, query = '') =>
  ((await control('GET', `/requests${query}`)).body as { requests: { id: number }[] }).requests

const asEvents = (all: { id: number }[]) => all.map(entry => `id: ${entry.id}\ndata: ${JSON.stringify(entry)}`)

t.test('the stream sends journal entries when requests end', t =>
  withSandbox(t, {}, async (t, server) => {
    const { headers, next } = await watch(t, server.port)
    t.equal(headers['content-type'], 'text/event-stream; charset=utf-8')
    await server.call('POST', `${number}/assign`, trunk)
    await server.inNamespace('other', 'DELETE', `${number}/assign`)
    await server.call('DELETE', `${number}/application`)
    t.strictSame([await next(), await next()], asEvents(await entries(server)))
  }),
)

t.test('a namespace can be watched before it exists', t =>
  withSandbox(t, {}, async (t, server) => {
    const { next } = await watch(t, server.port, '?namespace=mine')
    await server.call('POST', `${number}/assign`, trunk)
    await server.inNamespace('mine', 'POST', `${number}/assign`, trunk.body)
    t.strictSame([await next()], asEvents(await entries(server, '?namespace=mine')))
  }),
)

t.test('a stream ends when its namespace is reset, but not when another one is', t =>
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

t.test('a stream ends when its namespace is evicted', t =>
  withSandbox(t, { limit: 2 }, async (t, server) => {
    await server.inNamespace('old', 'GET', number)
    const { next } = await watch(t, server.port, '?namespace=old')
    server.time += 61_000
    await server.inNamespace('new', 'GET', number)
    t.equal(await next(), null)
  }),
)

t.test('two streams of a namespace get the same events, and closing one does not close the other', t =>
  withSandbox(t, {}, async (t, server) => {
    const [first, second] = [await watch(t, server.port), await watch(t, server.port)]
    await server.call('POST', `${number}/assign`, trunk)
    const [event] = asEvents(await entries(server))
    t.strictSame([await first.next(), await second.next()], [event, event])
    first.close()
    await server.call('DELETE', `${number}/assign`)
    t.strictSame(await second.next(), asEvents(await entries(server))[1])
  }),
)

t.test('HEAD is not supported', t =>
  withSandbox(t, {}, async (t, { call }) => {
    t.equal((await call('HEAD', '/_sandbox/events')).status, 405)
  }),
)

t.test('a stream does not delay the shutdown of the server', t =>
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

t.test('a stream that is read too slowly is closed', t =>
  withSandbox(t, { journal: { namespace: 10_000, all: 10_000 } }, async (t, server) => {
    const { sandbox, port } = server
    const sending = request({ host: '127.0.0.1', port, path: '/_sandbox/events', agent: false }).end()
    const [response] = (await once(sending, 'response')) as [IncomingMessage]
    response.pause()
    response.on('error', () => {})
    const body = JSON.stringify({ trunk_id: 'x'.repeat(1_900) })
    while (sandbox.journals.watcherCount > 0)
      await Promise.all(Array.from({ length: 50 }, () => server.call('POST', `${number}/assign`, { body })))
    t.equal(sandbox.journals.watcherCount, 0)
  }),
)
