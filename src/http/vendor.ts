import type { FastifyPluginCallback } from 'fastify'
import type { Admit } from './admission.ts'
import { configure } from './configure.ts'
import { numbers } from './numbers.ts'
import { checkRoutes } from './validation.ts'

/** The vendor's API under `/v1`, and nothing else: what it describes of itself is the OpenAPI document. */
export const vendor: FastifyPluginCallback<{ admit: Admit }> = (app, { admit }, done) => {
  app.decorateRequest('admission')
  checkRoutes(app)
  app.register(configure, { prefix: '/v1/account/:account_id/numbers/:e164', admit })
  app.register(numbers, { prefix: '/v1/account/:account_id/numbers', admit })
  done()
}
