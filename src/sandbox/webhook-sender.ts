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
import { redactAndTruncate } from './truncate.ts'

/** Milliseconds to wait before each retry. */
export const backoff: readonly number[] = [1_000, 2_000, 4_000]

/** The addresses that webhooks can be sent to, and the retries. */
export interface DeliveryOptions {
  readonly lookup: Lookup
  /** Whether webhooks can be sent to public addresses, not only to loopback and private ones. */
  readonly anywhere: boolean
  readonly inContainer: boolean
  readonly backoff: readonly number[]
  /**
   * The machine's time in milliseconds since 1970. Receivers compare the timestamp of a signature with their own clock.
   */
  readonly now: () => number
  readonly onUnexpectedError: OnUnexpectedError
}

/** How many characters are kept of a field in VoxML: a path of element names, which the webhook chose. */
const maxFieldLength = 256

/** Sends webhooks and logs each attempt in its namespace, without API keys and without the signing secret. */
export class WebhookSender {
  readonly #options: DeliveryOptions
  readonly #pendingWork: PendingWork
  readonly #logs: Logs<Delivery>
  readonly #redactor: Redactor

  constructor(options: DeliveryOptions, pendingWork: PendingWork, redactor: Redactor) {
    this.#options = options
    this.#pendingWork = pendingWork
    this.#logs = new Logs(deliveryLimits, sizeOfDelivery, options.onUnexpectedError)
    this.#redactor = redactor
  }

  /**
   * Sends a webhook and resolves to the first attempt. If it failed, retries follow in the background until one
   * succeeds or the namespace is reset.
   */
  async deliver(namespace: Namespace, webhook: Webhook, retries = this.#options.backoff): Promise<Delivery> {
    const { deliveries } = namespace
    // A reset replaces the log of its namespace.
    const isCurrent = () => namespace.deliveries === deliveries
    const found = await namespace.store.findDestination({ kind: 'application', id: webhook.applicationId })
    const secret = found?.kind === 'application' ? found.webhookSecret : null
    const timestamp = Math.floor(this.#options.now() / 1000)
    const headers = secret === null ? {} : sign(secret, timestamp, webhook.request.body ?? '')
    // The response can contain the secret.
    const redactor = this.#redactor.with({ secrets: secret === null ? [] : [secret] })
    const attempt = async (count: number) => {
      const at = namespace.clock.now()
      const outcome = redactOutcome(redactor, await this.#attempt(webhook, headers))
      const url = redactAndTruncate(redactor, webhook.request.url)
      const delivery = { id: deliveries.nextId(), webhook, url, attempt: count, at, headers, ...outcome }
      if (isCurrent()) this.#logs.add(deliveries, delivery)
      return delivery
    }
    const first = await attempt(1)
    if (hasFailed(first))
      this.#retry(attempt, retries, isCurrent).catch(error => this.#options.onUnexpectedError(error))
    return first
  }

  /** Clears the attempts of a namespace and cancels its retries. */
  clear(namespace: Namespace): void {
    this.#logs.clear(namespace.deliveries)
    namespace.deliveries = new Log()
  }

  /** Retries with the same body and signature, so that a receiver can recognize duplicates. */
  async #retry(
    attempt: (count: number) => Promise<Delivery>,
    retries: readonly number[],
    isCurrent: () => boolean,
  ): Promise<void> {
    for (const [index, milliseconds] of retries.entries()) {
      const continues = await this.#pendingWork.delay(milliseconds)
      if (!continues || !isCurrent() || !hasFailed(await attempt(index + 2))) return
    }
  }

  async #attempt({ kind, request }: Webhook, headers: Delivery['headers']) {
    const { lookup, anywhere } = this.#options
    const checked = await checkAddresses(new URL(request.url).hostname, lookup, anywhere)
    if ('notSent' in checked) return { result: null, notSent: checked.notSent, voxml: null }
    const attempt = await send(request, headers, checked.addresses)
    const { response } = attempt
    const hasVoxml = kind === 'answer' && response !== null && isSuccess(response.status)
    // Loaded on demand to keep startup fast.
    const voxml = hasVoxml ? (await import('../network/voxml.ts')).checkVoxml(response.body) : null
    return { result: { ...attempt, error: this.#explain(attempt.error, checked.addresses) }, notSent: null, voxml }
  }

  #explain(error: SendResult['error'], addresses: readonly LookupAddress[]): SendResult['error'] {
    const isContainerLoopback =
      error?.code === 'ECONNREFUSED' && this.#options.inContainer && addresses.every(isLoopback)
    if (!isContainerLoopback) return error
    return { ...error, message: `${error.message}; ${containerHint}` }
  }
}

/** How an attempt ended. */
type Outcome = Pick<Delivery, 'result' | 'notSent' | 'voxml'>

/** Truncates the texts of a webhook's response and removes API keys and the secret. */
function redactOutcome(redactor: Redactor, { result, notSent, voxml }: Outcome): Outcome {
  const response = result?.response && { ...result.response, body: redactAndTruncate(redactor, result.response.body) }
  return {
    result: result && { ...result, response: response ?? null },
    notSent: notSent && redactAndTruncate(redactor, notSent),
    voxml:
      voxml?.map(({ field, reason }) => ({
        field: redactAndTruncate(redactor, field, maxFieldLength),
        reason: redactAndTruncate(redactor, reason),
      })) ?? null,
  }
}

const containerHint =
  'inside a container, localhost is the container itself; use host.docker.internal to reach the host'

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300
}

/** Whether an attempt failed and can be retried. A blocked address stays notSent. */
function hasFailed({ result }: Delivery): boolean {
  return result !== null && !isSuccess(result.response?.status ?? 0)
}
