import type { FastifyPluginCallback } from 'fastify'
import { applications } from './applications.ts'
import { configure } from './assignments.ts'
import type { ApiOptions } from './auth-context.ts'
import { numbers } from './numbers.ts'
import { trunks } from './trunks.ts'
import { checkRoutes } from './validation.ts'

/** The vendor's API under `/v1`. The OpenAPI document describes exactly these routes. */
export const api: FastifyPluginCallback<ApiOptions> = (app, { authenticate, variants }, done) => {
  app.decorateRequest('auth')
  checkRoutes(app, variants)
  app.register(configure, { prefix: '/v1/account/:account_id/numbers/:e164', authenticate, variants })
  app.register(numbers, { prefix: '/v1/account/:account_id/numbers', authenticate })
  app.register(trunks, { prefix: '/v1/account/:account_id/trunks', authenticate, variants })
  app.register(applications, { prefix: '/v1/voice/applications', authenticate })
  done()
}
