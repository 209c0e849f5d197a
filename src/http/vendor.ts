import type { FastifyPluginCallback } from 'fastify'
import type { Admit } from './admission.ts'
import { configure } from './configure.ts'
import { numbers } from './numbers.ts'
import { compileValidator, refuseInvalid } from './validation.ts'

/** The vendor's API under `/v1`, and nothing else: what it describes of itself is the OpenAPI document. */
export const vendor: FastifyPluginCallback<{ admit: Admit }> = (app, { admit }, done) => {
  app.decorateRequest('admission')
  app.setValidatorCompiler(compileValidator)
  // The types hold what an answer is; the schemas describe it.
  app.setSerializerCompiler(() => JSON.stringify)
  app.addHook('onRoute', route => {
    route.attachValidation = true
  })
  app.addHook('preHandler', refuseInvalid)
  app.register(configure, { prefix: '/v1/account/:account_id/numbers/:e164', admit })
  app.register(numbers, { prefix: '/v1/account/:account_id/numbers', admit })
  done()
}
