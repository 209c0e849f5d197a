import type { WebhookRequest } from '../network/call.ts'
import type { SendResult } from '../network/send.ts'
import type { VoxmlMistake } from '../network/voxml.ts'
import { Queue } from './queue.ts'

/** What is to be sent, and for which call. */
export interface Webhook {
  readonly kind: 'answer' | 'hangup'
  readonly callUuid: string
  readonly applicationId: string
  readonly request: WebhookRequest
}

/** One attempt of a webhook. */
export interface Delivery {
  readonly id: number
  readonly webhook: Webhook
  /** Counts from 1; what is sent again on demand counts anew. */
  readonly attempt: number
  /** When it began, by the clock of its world, in milliseconds since 1970. */
  readonly at: number
  readonly headers: Readonly<Record<string, string>>
  /** null where it was not sent. */
  readonly ended: SendResult | null
  /** Why it was not sent. */
  readonly refused: string | null
  /** What is wrong with the VoxML that an answer_url gave; null where it gave no answer. */
  readonly voxml: readonly VoxmlMistake[] | null
}

const mostKept = 1_000

/** The attempts of a world, oldest first. */
export class Deliveries {
  readonly #kept = new Queue<Delivery>()
  #last = 0

  list(): readonly Delivery[] {
    return this.#kept.list()
  }

  add(delivery: Omit<Delivery, 'id'>): Delivery {
    const kept = { id: ++this.#last, ...delivery }
    this.#kept.push(kept)
    if (this.#kept.length > mostKept) this.#kept.shift()
    return kept
  }
}
