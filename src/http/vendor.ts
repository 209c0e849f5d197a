import type { FastifyPluginCallback } from 'fastify'
import type { VendorOptions } from './admission.ts'
import { applications } from './applications.ts'
import { configure } from './configure.ts'
import { numbers } from './numbers.ts'
import { trunks } from './trunks.ts'
import { checkRoutes } from './validation.ts'

/** The vendor's API under `/v1`, and nothing else: what it describes of itself is the OpenAPI document. */
export const vendor: FastifyPluginCallback<VendorOptions> = (app, { admit, readings }, done) => {
  app.decorateRequest('admission')
  checkRoutes(app, readings)
  app.register(configure, { prefix: '/v1/account/:account_id/numbers/:e164', admit, readings })
  app.register(numbers, { prefix: '/v1/account/:account_id/numbers', admit })
  app.register(trunks, { prefix: '/v1/account/:account_id/trunks', admit, readings })
  app.register(applications, { prefix: '/v1/voice/applications', admit })
  done()
}
