import type { ServerResponse } from 'node:http'
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { Sandbox } from '../sandbox.ts'
import type { Worlds } from '../world.ts'
import { defaultWorld } from '../world.ts'
import { viewEntry } from './view.ts'
import { OneWorldQuery } from './world-query.ts'

/** How often a stream looks whether its world began again. */
const lookMilliseconds = 250
/** What a reader may be behind. */
const unreadBytes = 1024 * 1024

/**
 * The journal of a world as it happens. A stream carries entries and nothing else: it ends where they no longer tell the
 * whole, at a reset, a new state or a reader who is too slow, so that whoever reads asks for the state again.
 */
export const events: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox }, done) => {
  app.get('/events', { schema: { ...watchRequests, querystring: OneWorldQuery } }, (request, reply) => {
    const { world = defaultWorld } = request.query
    reply.hijack()
    const { raw } = reply
    raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' })
    // Something to read, so that the head goes out and whoever asked knows that it is watched.
    raw.write(': watching\n\n')
    follow(sandbox, world, raw)
  })
  done()
}

function follow({ worlds, journals, ending }: Sandbox, name: string, response: ServerResponse): void {
  const begun = beginning(worlds, name)
  const unwatch = journals.watch(entry => {
    if (entry.world !== name) return
    response.write(`id: ${entry.id}\ndata: ${JSON.stringify(viewEntry(entry))}\n\n`)
    if (response.writableLength > unreadBytes) response.destroy()
  })
  const looking = setInterval(() => {
    if (beginning(worlds, name) !== begun) response.end()
  }, lookMilliseconds).unref()
  if (response.socket !== null) ending.hang(response.socket)
  response.once('close', () => {
    unwatch()
    clearInterval(looking)
  })
}

/** Another word after each reset of the world's state or its journal. */
function beginning(worlds: Worlds, name: string): string {
  const { epoch, journal } = worlds.look(name)
  return `${epoch} ${journal.generation}`
}

const watchRequests = {
  operationId: 'watchRequests',
  tags: ['Journal'],
  summary: 'Watch the requests of a world as they end, as server-sent events',
  response: {
    200: {
      description: 'A stream that ends when the world begins again; each event is an entry as listRequests has it.',
      content: { 'text/event-stream': { schema: Type.String() } },
    },
    default: Type.Ref('Error', { description: 'Why it was refused.' }),
  },
}
