import type { WebhookRequest } from '../network/call.ts'
import type { SendResult } from '../network/send.ts'
import type { VoxmlError } from '../network/voxml.ts'
import type { LogLimits } from './log.ts'

/** A webhook request and the call that it is about. */
export interface Webhook {
  readonly kind: 'answer' | 'hangup'
  readonly callUuid: string
  readonly applicationId: string
  readonly request: WebhookRequest
}

/**
 * One attempt to send a webhook. Its texts are truncated and redacted; `webhook` is complete, so that it can be sent
 * again.
 */
export interface Delivery {
  readonly id: number
  readonly webhook: Webhook
  /** The URL, truncated and redacted. */
  readonly url: string
  /** The number of the attempt, from 1. Sending a delivery again on request starts at 1. */
  readonly attempt: number
  /** When the attempt began, by the clock of its namespace, in milliseconds since 1970. */
  readonly at: number
  readonly headers: Readonly<Record<string, string>>
  /** null if the webhook was not sent. */
  readonly result: SendResult | null
  /** The reason why the webhook was not sent; null if it was sent. */
  readonly notSent: string | null
  /** The errors in the VoxML that the answer_url returned; null if it returned none. */
  readonly voxml: readonly VoxmlError[] | null
}

/** How many attempts are kept, per namespace and in total. */
export const deliveryLimits: LogLimits = { namespace: 1_000, all: 10_000 }

/** The approximate size of an attempt in bytes. */
export function sizeOfDelivery(delivery: Delivery): number {
  return 2 * JSON.stringify(delivery).length
}
