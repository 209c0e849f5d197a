import type { LookupAddress } from 'node:dns'
import type { Judged, Lookup } from '../network/address.ts'
import { isLoopback, judge } from '../network/address.ts'
import type { Attempt } from '../network/send.ts'
import { send } from '../network/send.ts'
import { sign } from '../network/signature.ts'
import type { Ending } from './connection.ts'
import type { Delivery, Webhook } from './deliveries.ts'
import type { World } from './world.ts'

/** Where webhooks may go, and how often they are tried. */
export interface DeliveryOptions {
  readonly lookup: Lookup
  /** Beyond loopback and private addresses. */
  readonly anywhere: boolean
  readonly inContainer: boolean
  /** Milliseconds before each further attempt. */
  readonly backoff: readonly number[]
  /** Milliseconds since 1970, of the machine: whoever checks a signature goes by theirs. */
  readonly now: () => number
}

/** Sends webhooks, and keeps each attempt in its world. */
export class Deliverer {
  readonly #options: DeliveryOptions
  readonly #ending: Ending

  constructor(options: DeliveryOptions, ending: Ending) {
    this.#options = options
    this.#ending = ending
  }

  /** Gives the first attempt; where that failed, others follow by themselves. */
  async deliver(world: World, webhook: Webhook): Promise<Delivery> {
    const found = await world.store.findDestination({ kind: 'application', id: webhook.applicationId })
    const secret = found?.kind === 'application' ? found.webhookSecret : null
    const timestamp = Math.floor(this.#options.now() / 1000)
    const headers = secret === null ? {} : sign(secret, timestamp, webhook.request.body ?? '')
    const { generation } = world.deliveries
    const first = await this.#attempt(world, webhook, headers, 1)
    if (hasFailed(first)) void this.#tryAgain(world, webhook, headers, generation)
    return first
  }

  /** The same request with the same signature: whoever has had it already can tell. */
  async #tryAgain(world: World, webhook: Webhook, headers: Delivery['headers'], generation: number): Promise<void> {
    for (const [at, milliseconds] of this.#options.backoff.entries()) {
      const goesOn = await this.#ending.wait(milliseconds)
      if (!goesOn || world.deliveries.generation !== generation) return
      if (!hasFailed(await this.#attempt(world, webhook, headers, at + 2))) return
    }
  }

  async #attempt(world: World, webhook: Webhook, headers: Delivery['headers'], attempt: number): Promise<Delivery> {
    const at = world.clock.now()
    const { lookup, anywhere } = this.#options
    const { generation } = world.deliveries
    const judged = await judge(new URL(webhook.request.url).hostname, lookup, anywhere)
    const begun = { webhook, attempt, at, headers }
    const ended =
      'refused' in judged
        ? { ended: null, refused: judged.refused, voxml: null }
        : await this.#send(webhook, headers, judged)
    // Cleared meanwhile: it is shown to whoever waits, and kept nowhere.
    const kept = world.deliveries.generation === generation
    return kept ? world.deliveries.add({ ...begun, ...ended }) : { id: 0, ...begun, ...ended }
  }

  async #send(
    { kind, request }: Webhook,
    headers: Delivery['headers'],
    { address }: Extract<Judged, { address: unknown }>,
  ) {
    const attempt = await send(request, headers, address)
    const { answer } = attempt
    const answers = kind === 'answer' && answer !== null && isSuccess(answer.status)
    // Loaded when it is needed: no start is to wait for it.
    const voxml = answers ? (await import('../network/voxml.ts')).checkVoxml(answer.body) : null
    return { ended: { ...attempt, error: this.#explain(attempt.error, address) }, refused: null, voxml }
  }

  #explain(error: Attempt['error'], address: LookupAddress): Attempt['error'] {
    if (error?.code !== 'ECONNREFUSED' || !this.#options.inContainer || !isLoopback(address)) return error
    return { ...error, message: `${error.message}; ${elsewhere}` }
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
