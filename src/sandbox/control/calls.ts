import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../../base/choice.ts'
import { Nullable } from '../../base/schema.ts'
import type { Application } from '../../domain/destination.ts'
import { e164Pattern } from '../../domain/identifier.ts'
import type { Call, WebhookRequest } from '../../network/call.ts'
import { hangupRequest, simulateCall } from '../../network/call.ts'
import { controlErrors } from '../control-error.ts'
import type { Namespace } from '../namespace.ts'
import type { Sandbox } from '../sandbox.ts'
import { answers } from './answers.ts'
import { DeliveryView, viewDelivery, viewWebhook, WebhookView } from './delivery-view.ts'
import { chosen, OneNamespaceQuery } from './namespace-query.ts'

/** Rings a number of ours: what the network would do, and with `deliver` does. */
export const calls: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox }, done) => {
  app.post(
    '/calls',
    { schema: { ...simulateCallSchema, querystring: OneNamespaceQuery, body: CallBody } },
    async request => {
      const [namespace = sandbox.namespaces.default] = chosen(sandbox.namespaces, request.query)
      const { from, to, deliver = false } = request.body
      const found = await namespace.store.findNumberWithDestination(to)
      if (found === null) throw controlErrors.numberUnknown()
      const call = { uuid: namespace.ids.uuid(), from, to, at: namespace.clock.now() }
      const outcome = simulateCall(found.number, found.destination, call)
      const { uuid: call_uuid } = call
      if (outcome.outcome !== 'application') return { call_uuid, ...outcome }
      if (outcome.request === null) return { call_uuid, ...outcome, ...(deliver && { delivery: nowhere }) }
      const shown = { call_uuid, ...outcome, request: viewWebhook(outcome.request, sandbox.namespaces.redactor) }
      if (!deliver) return shown
      return {
        ...shown,
        delivery: await sendWebhook(sandbox, namespace, call, found.destination as Application, outcome.request),
      }
    },
  )
  done()
}

const nowhere = { blocked: 'the application has no answer_url' }

/** Asks the answer_url, and tells the hangup_url of the end of a call that was answered. */
async function sendWebhook(
  { deliverer }: Sandbox,
  namespace: Namespace,
  call: Call,
  application: Application,
  request: WebhookRequest,
) {
  const webhook = { callUuid: call.uuid, applicationId: application.id }
  const delivery = await deliverer.deliver(namespace, { ...webhook, kind: 'answer', request })
  const hangup = hangupRequest(application, call, namespace.clock.now())
  if (delivery.voxml !== null && hangup !== null) {
    await deliverer.deliver(namespace, { ...webhook, kind: 'hangup', request: hangup })
  }
  const view = viewDelivery(delivery, namespace)
  return view.blocked === null ? view : { blocked: view.blocked }
}

const CallBody = Type.Object(
  {
    from: Type.String({ pattern: e164Pattern, description: 'E.164.' }),
    to: Type.String({ pattern: e164Pattern, description: 'E.164: a number of ours.' }),
    deliver: Type.Optional(Type.Boolean({ description: 'Ask the answer_url, and tell the hangup_url.' })),
  },
  { additionalProperties: false },
)
export type CallBody = Static<typeof CallBody>

const CallView = Type.Object({
  call_uuid: Type.String(),
  outcome: Choice('busy', 'trunk', 'application'),
  sip: Type.Optional(Type.String({ description: 'Of a number that goes nowhere: 486 Busy Here.' })),
  trunk_id: Type.Optional(Type.String()),
  origination_uris: Type.Optional(
    Type.Array(Type.String({ description: 'SIP URIs, in the order in which they are tried.' })),
  ),
  application_id: Type.Optional(Type.String()),
  request: Type.Optional(Nullable(WebhookView, { description: 'What the answer_url would get; null without one.' })),
  delivery: Type.Optional(
    Type.Union([DeliveryView, Type.Object({ blocked: Type.String({ description: 'Why it was not sent.' }) })]),
  ),
})
export type CallView = Static<typeof CallView>

const simulateCallSchema = {
  operationId: 'simulateCall',
  tags: ['Calls'],
  summary: 'Ring a number',
  response: answers(CallView),
}
