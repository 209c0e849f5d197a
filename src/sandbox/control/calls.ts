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
import { DeliveryView, viewDelivery, viewWebhook, WebhookView } from './delivery-view.ts'
import { getOrCreateNamespaces, SingleNamespaceQuery } from './namespace-query.ts'
import { responses } from './responses.ts'

/** Simulates an inbound call: returns what the network would do and, with `deliver`, sends the webhooks. */
export const calls: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox }, done) => {
  app.post(
    '/calls',
    { schema: { ...simulateCallSchema, querystring: SingleNamespaceQuery, body: CallBody } },
    async request => {
      const [namespace = sandbox.namespaces.default] = getOrCreateNamespaces(sandbox.namespaces, request.query)
      const { from, to, deliver = false } = request.body
      const found = await namespace.store.findNumberWithDestination(to)
      if (found === null) throw controlErrors.numberUnknown()
      const call = { uuid: namespace.ids.uuid(), from, to, at: namespace.clock.now() }
      const outcome = simulateCall(found.number, found.destination, call)
      const { uuid: call_uuid } = call
      if (outcome.outcome !== 'application') return { call_uuid, ...outcome }
      if (outcome.request === null) return { call_uuid, ...outcome, ...(deliver && { delivery: noAnswerUrl }) }
      const view = { call_uuid, ...outcome, request: viewWebhook(outcome.request, sandbox.namespaces.redactor) }
      if (!deliver) return view
      return {
        ...view,
        delivery: await sendWebhook(sandbox, namespace, call, found.destination as Application, outcome.request),
      }
    },
  )
  done()
}

const noAnswerUrl = { not_sent: 'the application has no answer_url' }

/** Sends the answer webhook and, if the application returned VoxML, the hangup webhook. */
async function sendWebhook(
  { webhookSender }: Sandbox,
  namespace: Namespace,
  call: Call,
  application: Application,
  request: WebhookRequest,
) {
  const webhook = { callUuid: call.uuid, applicationId: application.id }
  const delivery = await webhookSender.deliver(namespace, { ...webhook, kind: 'answer', request })
  const hangup = hangupRequest(application, call, namespace.clock.now())
  if (delivery.voxml !== null && hangup !== null) {
    await webhookSender.deliver(namespace, { ...webhook, kind: 'hangup', request: hangup })
  }
  const view = viewDelivery(delivery, namespace)
  return view.not_sent === null ? view : { not_sent: view.not_sent }
}

const CallBody = Type.Object(
  {
    from: Type.String({ pattern: e164Pattern, description: 'The caller, in E.164.' }),
    to: Type.String({
      pattern: e164Pattern,
      description: 'The number to call, in E.164. It must exist in the namespace.',
    }),
    deliver: Type.Optional(
      Type.Boolean({
        description: 'Send the webhooks: request the answer_url, then notify the hangup_url. Default: false.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type CallBody = Static<typeof CallBody>

const CallView = Type.Object({
  call_uuid: Type.String(),
  outcome: Choice('busy', 'trunk', 'application'),
  sip: Type.Optional(
    Type.String({ description: 'The SIP status of an unassigned or inactive number: 486 Busy Here.' }),
  ),
  trunk_id: Type.Optional(Type.String()),
  origination_uris: Type.Optional(
    Type.Array(Type.String({ description: 'A SIP URI. The network tries them in this order.' })),
  ),
  application_id: Type.Optional(Type.String()),
  request: Type.Optional(
    Nullable(WebhookView, { description: 'The request to the answer_url; null if the application has none.' }),
  ),
  delivery: Type.Optional(
    Type.Union([
      DeliveryView,
      Type.Object({ not_sent: Type.String({ description: 'The reason why the webhook was not sent.' }) }),
    ]),
  ),
})
export type CallView = Static<typeof CallView>

const simulateCallSchema = {
  operationId: 'simulateCall',
  tags: ['Calls'],
  summary: 'Simulate an inbound call',
  response: responses(CallView),
}
