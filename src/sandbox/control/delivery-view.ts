import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../../base/choice.ts'
import type { Redactor } from '../../base/redaction.ts'
import { Nullable, Timestamp } from '../../base/schema.ts'
import type { WebhookRequest } from '../../network/call.ts'
import type { Delivery } from '../deliveries.ts'
import type { Namespace } from '../namespace.ts'

/** What a webhook gets. */
export const WebhookView = Type.Object({
  method: Choice('GET', 'POST'),
  url: Type.String(),
  body: Nullable(Type.String({ description: 'As it is sent, and signed.' })),
})

export const DeliveryView = Type.Object({
  id: Type.Integer({ description: 'Counts the attempts of its namespace from 1.' }),
  namespace: Type.String(),
  call_uuid: Type.String(),
  application_id: Type.String(),
  kind: Choice('answer', 'hangup'),
  attempt: Type.Integer({ description: 'Counts from 1.' }),
  at: Timestamp('ISO 8601, UTC.'),
  request: Type.Intersect([WebhookView, Type.Object({ headers: Type.Record(Type.String(), Type.String()) })]),
  status: Nullable(Type.Integer()),
  response_body: Nullable(Type.String({ description: 'Its first 2,048 characters, and … where it goes on.' })),
  voxml: Nullable(
    Type.Array(Type.Object({ place: Type.String(), reason: Type.String() }), {
      description: 'What is wrong with the VoxML of an answer.',
    }),
  ),
  error: Nullable(Type.Object({ code: Type.String(), message: Type.String() })),
  blocked: Nullable(Type.String({ description: 'Why it was not sent.' })),
  duration_ms: Nullable(Type.Number()),
})
export type DeliveryView = Static<typeof DeliveryView>

/** What a webhook gets, without a key that stands in its URL. */
export function viewWebhook(request: WebhookRequest, redactor: Redactor): WebhookRequest {
  return { ...request, url: redactor.text(request.url) }
}

/** An attempt as it is shown. */
export function viewDelivery(delivery: Delivery, { name }: Namespace): DeliveryView {
  const { webhook, url, ended, headers } = delivery
  return {
    id: delivery.id,
    namespace: name,
    call_uuid: webhook.callUuid,
    application_id: webhook.applicationId,
    kind: webhook.kind,
    attempt: delivery.attempt,
    at: new Date(delivery.at).toISOString(),
    request: { ...webhook.request, url, headers: { ...headers } },
    status: ended?.answer?.status ?? null,
    response_body: ended?.answer?.body ?? null,
    voxml: delivery.voxml && [...delivery.voxml],
    error: ended?.error ?? null,
    blocked: delivery.blocked,
    duration_ms: ended && Math.round(ended.duration * 100) / 100,
  }
}
