import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { ApplicationFields as Fields } from '../domain/application.ts'
import * as domain from '../domain/application.ts'
import type { Application } from '../domain/destination.ts'
import type { Admit } from './admission.ts'
import { guard } from './admission.ts'
import type { ApplicationBody, ApplicationFields } from './application-schema.ts'
import { getApplication, updateApplication } from './application-schema.ts'
import { mustHoldNoLiveKey } from './live-key.ts'

/** "Voice Applications", as far as the public client and the webhooks page tell of them. */
export const applications: FastifyPluginCallbackTypebox<{ admit: Admit }> = (app, { admit }, done) => {
  const mayRead = guard(admit, 'getApplication', null)
  const may = guard(admit, 'updateApplication', 'application_change_forbidden')

  app.get('/:application_id', { schema: getApplication, onRequest: mayRead }, async request => {
    const { access, store } = request.admission
    const found = await store.findDestination(routeOf(request.params))
    return toApplicationBody(domain.ownedApplication(access.accountId, found))
  })
  app.patch('/:application_id', { schema: updateApplication, onRequest: may }, async request => {
    const { access, store } = request.admission
    const application = await store.change({ destination: routeOf(request.params) }, found => {
      const put = domain.updateApplication(access.accountId, found.destination, toFields(request.body))
      return { write: [], put, answer: put }
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
