import type { LookupAddress } from 'node:dns'
import type { Redactor } from '../base/redaction.ts'
import type { OnUnexpectedError } from '../http/request-context.ts'
import type { Lookup } from '../network/address.ts'
import { checkAddresses, isLoopback } from '../network/address.ts'
import type { SendResult } from '../network/send.ts'
import { send } from '../network/send.ts'
import { sign } from '../network/signature.ts'
import type { PendingWork } from './connection.ts'
import type { Delivery, Webhook } from './deliveries.ts'
import { deliveryLimits, sizeOfDelivery } from './deliveries.ts'
import { Log, Logs } from './log.ts'
import type { Namespace } from './namespace.ts'
import { cutWithoutKeys } from './truncate.ts'

/** Milliseconds before each further attempt. */
export const backoff: readonly number[] = [1_000, 2_000, 4_000]

/** Where webhooks may go, and how often they are tried. */
export interface DeliveryOptions {
  readonly lookup: Lookup
  /** Beyond loopback and private addresses. */
  readonly anywhere: boolean
  readonly inContainer: boolean
  readonly backoff: readonly number[]
  /** Milliseconds since 1970, of the machine: whoever checks a signature goes by theirs. */
  readonly now: () => number
  readonly onUnexpectedError: OnUnexpectedError
}

/** Of a place in VoxML, which is a path of names that a webhook chose: what is kept, in characters. */
const longestPlace = 256

/** Sends webhooks, and keeps each attempt in its namespace, without keys and without the secret that it is signed with. */
export class WebhookSender {
  readonly #options: DeliveryOptions
  readonly #ending: PendingWork
  readonly #logs: Logs<Delivery>
  readonly #redactor: Redactor

  constructor(options: DeliveryOptions, ending: PendingWork, redactor: Redactor) {
    this.#options = options
    this.#ending = ending
    this.#logs = new Logs(deliveryLimits, sizeOfDelivery, options.onUnexpectedError)
    this.#redactor = redactor
  }

  /** Gives the first attempt; where that failed, `retries` follow by themselves, unless its namespace is reset. */
  async deliver(namespace: Namespace, webhook: Webhook, retries = this.#options.backoff): Promise<Delivery> {
    const { deliveries } = namespace
    // A reset gives its namespace another log.
    const isWanted = () => namespace.deliveries === deliveries
    const found = await namespace.store.findDestination({ kind: 'application', id: webhook.applicationId })
    const secret = found?.kind === 'application' ? found.webhookSecret : null
    const timestamp = Math.floor(this.#options.now() / 1000)
    const headers = secret === null ? {} : sign(secret, timestamp, webhook.request.body ?? '')
    // The answer may repeat what it should not know.
    const redactor = this.#redactor.with({ secrets: secret === null ? [] : [secret] })
    const attempt = async (count: number) => {
      const at = namespace.clock.now()
      const ended = shown(redactor, await this.#attempt(webhook, headers))
      const url = cutWithoutKeys(redactor, webhook.request.url)
      const delivery = { id: deliveries.next(), webhook, url, attempt: count, at, headers, ...ended }
      if (isWanted()) this.#logs.add(deliveries, delivery)
      return delivery
    }
    const first = await attempt(1)
    if (hasFailed(first))
      this.#tryAgain(attempt, retries, isWanted).catch(error => this.#options.onUnexpectedError(error))
    return first
  }

  /** Forgets the attempts of a namespace, and tries none of them again. */
  clear(namespace: Namespace): void {
    this.#logs.clear(namespace.deliveries)
    namespace.deliveries = new Log()
  }

  /** The same request with the same signature: whoever has had it already can tell. */
  async #tryAgain(
    attempt: (count: number) => Promise<Delivery>,
    retries: readonly number[],
    isWanted: () => boolean,
  ): Promise<void> {
    for (const [at, milliseconds] of retries.entries()) {
      const continues = await this.#ending.delay(milliseconds)
      if (!continues || !isWanted() || !hasFailed(await attempt(at + 2))) return
    }
  }

  async #attempt({ kind, request }: Webhook, headers: Delivery['headers']) {
    const { lookup, anywhere } = this.#options
    const judged = await checkAddresses(new URL(request.url).hostname, lookup, anywhere)
    if ('refused' in judged) return { ended: null, blocked: judged.refused, voxml: null }
    const attempt = await send(request, headers, judged.addresses)
    const { answer } = attempt
    const answers = kind === 'answer' && answer !== null && isSuccess(answer.status)
    // Loaded when it is needed: no start is to wait for it.
    const voxml = answers ? (await import('../network/voxml.ts')).checkVoxml(answer.body) : null
    return { ended: { ...attempt, error: this.#explain(attempt.error, judged.addresses) }, blocked: null, voxml }
  }

  #explain(error: SendResult['error'], addresses: readonly LookupAddress[]): SendResult['error'] {
    const isHere = error?.code === 'ECONNREFUSED' && this.#options.inContainer && addresses.every(isLoopback)
    if (!isHere) return error
    return { ...error, message: `${error.message}; ${elsewhere}` }
  }
}

/** What a webhook answered may be long, and have a key in it. */
function shown(redactor: Redactor, { ended, blocked, voxml }: Pick<Delivery, 'ended' | 'blocked' | 'voxml'>) {
  const answer = ended?.answer && { ...ended.answer, body: cutWithoutKeys(redactor, ended.answer.body) }
  return {
    ended: ended && { ...ended, answer: answer ?? null },
    blocked: blocked && cutWithoutKeys(redactor, blocked),
    voxml:
      voxml?.map(({ place, reason }) => ({
        place: cutWithoutKeys(redactor, place, longestPlace),
        reason: cutWithoutKeys(redactor, reason),
      })) ?? null,
  }
}

const elsewhere = 'in a container localhost is the container itself: host.docker.internal is the machine around it'

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

/** What was refused is refused again. */
function hasFailed({ ended }: Delivery): boolean {
  return ended !== null && !isSuccess(ended.answer?.status ?? 0)
}
