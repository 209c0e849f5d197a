import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { defaultNamespace } from '../namespace.ts'
import type { Sandbox } from '../sandbox.ts'
import { SingleNamespaceQuery } from './namespace-query.ts'
import { Streams } from './streams.ts'

/**
 * Streams the journal of a namespace as server-sent events. A stream carries only entries. When it can no longer be
 * complete (a reset, a changed state, a reader that is too slow), it ends, and the reader fetches the state again.
 */
export const events: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox }, done) => {
  const streams = new Streams(sandbox)
  const options = { schema: { ...watchRequests, querystring: SingleNamespaceQuery }, exposeHeadRoute: false }
  app.get('/events', options, (request, reply) => {
    const { namespace = defaultNamespace } = request.query
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' })
    // Sends the head immediately and tells the reader that the stream is active.
    raw.write(': watching\n\n')
    streams.add(namespace, raw)
  })
  done()
}

const watchRequests = {
  operationId: 'watchRequests',
  tags: ['Journal'],
  summary: 'Stream the requests of a namespace as server-sent events',
  response: {
    200: {
      description:
        'An event stream. Each event is an entry as in listRequests. The stream ends when the namespace is reset or its state is edited.',
      content: { 'text/event-stream': { schema: Type.String() } },
    },
    default: Type.Ref('Error', { description: 'An error.' }),
  },
}
