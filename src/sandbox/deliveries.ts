import type { WebhookRequest } from '../network/call.ts'
import type { SendResult } from '../network/send.ts'
import type { VoxmlError } from '../network/voxml.ts'
import type { LogLimits } from './log.ts'

/** What is to be sent, and for which call. */
export interface Webhook {
  readonly kind: 'answer' | 'hangup'
  readonly callUuid: string
  readonly applicationId: string
  readonly request: WebhookRequest
}

/** One attempt of a webhook. Its texts are cut, and without keys; the webhook itself is whole, to be sent again. */
export interface Delivery {
  readonly id: number
  readonly webhook: Webhook
  /** Where it is sent, as it may be shown. */
  readonly url: string
  /** Counts from 1; what is sent again on demand counts anew. */
  readonly attempt: number
  /** When it began, by the clock of its namespace, in milliseconds since 1970. */
  readonly at: number
  readonly headers: Readonly<Record<string, string>>
  /** null where it was not sent. */
  readonly ended: SendResult | null
  /** Why it was not sent. */
  readonly blocked: string | null
  /** What is wrong with the VoxML that an answer_url gave; null where it gave no answer. */
  readonly voxml: readonly VoxmlError[] | null
}

/** How many attempts are kept, of a namespace and of all. */
export const deliveryLimits: LogLimits = { namespace: 1_000, all: 10_000 }

/** About how many bytes an attempt takes. */
export function sizeOfDelivery(delivery: Delivery): number {
  return 2 * JSON.stringify(delivery).length
}
