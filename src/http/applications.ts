import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { ApplicationFields as Fields } from '../domain/application.ts'
import * as domain from '../domain/application.ts'
import type { Application } from '../domain/destination.ts'
import type { ApplicationBody, ApplicationInput } from './application-schema.ts'
import { getApplication, updateApplication } from './application-schema.ts'
import type { Authenticate } from './auth-context.ts'
import { requireAuth } from './auth-context.ts'
import { assertNoLiveKey } from './live-key.ts'

/** The operations on voice applications that the vendor's public client and webhooks page describe. */
export const applications: FastifyPluginCallbackTypebox<{ authenticate: Authenticate }> = (
  app,
  { authenticate },
  done,
) => {
  const requireRead = requireAuth(authenticate, 'getApplication', null)
  const requireWrite = requireAuth(authenticate, 'updateApplication', 'application_change_forbidden')

  app.get('/:application_id', { schema: getApplication, onRequest: requireRead }, async request => {
    const { access, store } = request.auth
    const found = await store.findDestination(toDestination(request.params))
    return toApplicationBody(domain.requireOwnedApplication(access.accountId, found))
  })
  app.patch('/:application_id', { schema: updateApplication, onRequest: requireWrite }, async request => {
    const { access, store } = request.auth
    const application = await store.change({ destination: toDestination(request.params) }, found => {
      const put = domain.updateApplication(access.accountId, found.destination, toFields(request.body))
      return { write: [], put, result: put }
    })
    return toApplicationBody(application)
  })
  done()
}

function toDestination({ application_id }: { readonly application_id: string }) {
  return { kind: 'application', id: application_id } as const
}

/** The fields that the request contains. */
function toFields({ answer_url, answer_method, hangup_url, webhook_secret }: ApplicationInput): Fields {
  assertNoLiveKey({ answer_url, hangup_url, webhook_secret })
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
