import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../../base/choice.ts'
import type { Redactor } from '../../base/redaction.ts'
import { Nullable, timestampSchema } from '../../base/schema.ts'
import type { WebhookRequest } from '../../network/call.ts'
import type { Delivery } from '../deliveries.ts'
import type { Namespace } from '../namespace.ts'

/** The request to a webhook. */
export const WebhookView = Type.Object({
  method: Choice('GET', 'POST'),
  url: Type.String(),
  body: Nullable(Type.String({ description: 'The body as it is sent and signed; null for GET.' })),
})

export const DeliveryView = Type.Object({
  id: Type.Integer({ description: 'The sequence number of the attempt in its namespace, from 1.' }),
  namespace: Type.String(),
  call_uuid: Type.String(),
  application_id: Type.String(),
  kind: Choice('answer', 'hangup'),
  attempt: Type.Integer({ description: 'The number of the attempt, from 1.' }),
  at: timestampSchema('When the attempt began, ISO 8601 in UTC.'),
  request: Type.Intersect([WebhookView, Type.Object({ headers: Type.Record(Type.String(), Type.String()) })]),
  status: Nullable(Type.Integer()),
  response_body: Nullable(Type.String({ description: 'The response body, truncated with … after 2,048 characters.' })),
  voxml: Nullable(
    Type.Array(Type.Object({ field: Type.String(), reason: Type.String() }), {
      description: 'The errors in the VoxML that the answer_url returned; null if it returned none.',
    }),
  ),
  error: Nullable(Type.Object({ code: Type.String(), message: Type.String() })),
  not_sent: Nullable(Type.String({ description: 'The reason why the webhook was not sent.' })),
  duration_ms: Nullable(Type.Number()),
})
export type DeliveryView = Static<typeof DeliveryView>

/** The request to a webhook, without API keys in its URL. */
export function viewWebhook(request: WebhookRequest, redactor: Redactor): WebhookRequest {
  return { ...request, url: redactor.text(request.url) }
}

/** Converts a delivery to its JSON view. */
export function viewDelivery(delivery: Delivery, { name }: Namespace): DeliveryView {
  const { webhook, url, result, headers } = delivery
  return {
    id: delivery.id,
    namespace: name,
    call_uuid: webhook.callUuid,
    application_id: webhook.applicationId,
    kind: webhook.kind,
    attempt: delivery.attempt,
    at: new Date(delivery.at).toISOString(),
    request: { ...webhook.request, url, headers: { ...headers } },
    status: result?.response?.status ?? null,
    response_body: result?.response?.body ?? null,
    voxml: delivery.voxml && [...delivery.voxml],
    error: result?.error ?? null,
    not_sent: delivery.notSent,
    duration_ms: result && Math.round(result.duration * 100) / 100,
  }
}
