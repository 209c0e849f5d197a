import type { FastifyPluginCallback } from 'fastify'
import type { Admit } from './admission.ts'
import { applications } from './applications.ts'
import { configure } from './configure.ts'
import { numbers } from './numbers.ts'
import { trunks } from './trunks.ts'
import { checkRoutes } from './validation.ts'

/** The vendor's API under `/v1`, and nothing else: what it describes of itself is the OpenAPI document. */
export const vendor: FastifyPluginCallback<{ admit: Admit }> = (app, { admit }, done) => {
  app.decorateRequest('admission')
  checkRoutes(app)
  app.register(configure, { prefix: '/v1/account/:account_id/numbers/:e164', admit })
  app.register(numbers, { prefix: '/v1/account/:account_id/numbers', admit })
  app.register(trunks, { prefix: '/v1/account/:account_id/trunks', admit })
  app.register(applications, { prefix: '/v1/voice/applications', admit })
  done()
}
