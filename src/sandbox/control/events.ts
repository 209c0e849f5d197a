import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { defaultNamespace } from '../namespace.ts'
import type { Sandbox } from '../sandbox.ts'
import { OneNamespaceQuery } from './namespace-query.ts'
import { Streams } from './streams.ts'

/**
 * The journal of a namespace as it happens. A stream carries entries and nothing else: it ends where they no longer tell the
 * whole, at a reset, a new state or a reader who is too slow, so that whoever reads asks for the state again.
 */
export const events: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox }, done) => {
  const streams = new Streams(sandbox)
  const options = { schema: { ...watchRequests, querystring: OneNamespaceQuery }, exposeHeadRoute: false }
  app.get('/events', options, (request, reply) => {
    const { namespace = defaultNamespace } = request.query
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' })
    // Something to read, so that the head goes out and whoever asked knows that it is watched.
    raw.write(': watching\n\n')
    streams.add(namespace, raw)
  })
  done()
}

const watchRequests = {
  operationId: 'watchRequests',
  tags: ['Journal'],
  summary: 'Watch the requests of a namespace as they end, as server-sent events',
  response: {
    200: {
      description: 'A stream that ends when the namespace begins again; each event is an entry as listRequests has it.',
      content: { 'text/event-stream': { schema: Type.String() } },
    },
    default: Type.Ref('Error', { description: 'Why it was refused.' }),
  },
}
