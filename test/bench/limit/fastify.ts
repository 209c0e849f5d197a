import { fastify } from 'fastify'
import { pino } from 'pino'
import { assignApplication, assignTrunk } from '../../../src/http/assignment-schema.ts'
import { Configuration } from '../../../src/http/schema.ts'
import { body } from './constant.ts'

/** Returns the body of a response. */
export type Respond = (e164: string, kind: 'trunk' | 'application', id: string) => object

/** A plain Fastify server for the two POST operations, with their schemas and optionally a log line per request. */
export function serve(port: number, log: boolean, respond: Respond): void {
  const app = fastify()
  app.addSchema(Configuration)
  const response = { 200: Configuration }
  app.post<AssignRequest>(
    '/v1/account/:account_id/numbers/:e164/assign',
    { schema: { ...assignTrunk, response } },
    async request => respond(request.params.e164, 'trunk', request.body.trunk_id),
  )
  app.post<AssignRequest>(
    '/v1/account/:account_id/numbers/:e164/application',
    { schema: { ...assignApplication, response } },
    async request => respond(request.params.e164, 'application', request.body.application_id),
  )
  if (log) {
    const lines = pino({ base: null }, pino.destination({ fd: 1, sync: false, minLength: 4096, periodicFlush: 100 }))
    app.addHook('onResponse', (request, reply, done) => {
      const { id: request_id, method, url: path } = request
      const { statusCode: status, elapsedTime: duration_ms } = reply
      lines.info({ request_id, operation: 'assignTrunk', method, path, status, duration_ms })
      done()
    })
  }
  app.listen({ port, host: '127.0.0.1' })
}

interface AssignRequest {
  Params: { e164: string }
  Body: { trunk_id: string; application_id: string }
}

if (import.meta.main) serve(Number(process.argv[2]), process.argv[3] === 'log', () => body)
