import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { ApplicationFields as Fields } from '../domain/application.ts'
import * as domain from '../domain/application.ts'
import type { Application } from '../domain/destination.ts'
import type { ApplicationBody, ApplicationFields } from './application-schema.ts'
import { getApplication, updateApplication } from './application-schema.ts'
import type { Authenticate } from './auth-context.ts'
import { requireAuth } from './auth-context.ts'
import { mustHoldNoLiveKey } from './live-key.ts'

/** "Voice Applications", as far as the public client and the webhooks page tell of them. */
export const applications: FastifyPluginCallbackTypebox<{ authenticate: Authenticate }> = (
  app,
  { authenticate },
  done,
) => {
  const mayRead = requireAuth(authenticate, 'getApplication', null)
  const may = requireAuth(authenticate, 'updateApplication', 'application_change_forbidden')

  app.get('/:application_id', { schema: getApplication, onRequest: mayRead }, async request => {
    const { access, store } = request.auth
    const found = await store.findDestination(routeOf(request.params))
    return toApplicationBody(domain.requireOwnedApplication(access.accountId, found))
  })
  app.patch('/:application_id', { schema: updateApplication, onRequest: may }, async request => {
    const { access, store } = request.auth
    const application = await store.change({ destination: routeOf(request.params) }, found => {
      const put = domain.updateApplication(access.accountId, found.destination, toFields(request.body))
      return { write: [], put, result: put }
    })
    return toApplicationBody(application)
  })
  done()
}

function routeOf({ application_id }: { readonly application_id: string }) {
  return { kind: 'application', id: application_id } as const
}

/** Those that were given. */
function toFields({ answer_url, answer_method, hangup_url, webhook_secret }: ApplicationFields): Fields {
  mustHoldNoLiveKey({ answer_url, hangup_url, webhook_secret })
  return {
    ...(answer_url !== undefined && { answerUrl: answer_url }),
    ...(answer_method !== undefined && { answerMethod: answer_method }),
    ...(hangup_url !== undefined && { hangupUrl: hangup_url }),
    ...(webhook_secret !== undefined && { webhookSecret: webhook_secret }),
  }
}

function toApplicationBody({ id, answerUrl, answerMethod, hangupUrl }: Application): ApplicationBody {
  return { id, answer_url: answerUrl, answer_method: answerMethod, hangup_url: hangupUrl }
}
