import { hash, randomInt } from 'node:crypto'
import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../base/choice.ts'
import { e164Pattern } from '../domain/identifier.ts'
import { operations } from './operation.ts'

export const OperationId = Choice(...operations)

/** Responds with a status, instead of the API. */
export interface StatusEffect {
  /** From 400 to 599. */
  readonly status: number
  /** A string is sent as it is, any other value as JSON. Default: the vendor's error body for the status. */
  readonly body?: unknown
  /** Additional headers. The default of `Retry-After` is 1 for 429 and 503. */
  readonly headers?: Readonly<Record<string, string>>
  readonly delay_ms?: never
  readonly connection?: never
}

/** Waits before the request continues. */
interface DelayEffect {
  /** In milliseconds, up to 600,000. */
  readonly delay_ms: number
  readonly status?: never
  readonly body?: never
  readonly headers?: never
  readonly connection?: never
}

/** Breaks the connection instead of responding. */
interface ConnectionEffect {
  /**
   * - `reset`: the connection is reset (ECONNRESET)
   * - `empty`: it is closed without a response
   * - `truncate`: it is closed in the middle of the body
   * - `hang`: it stays open, and no response is sent
   */
  readonly connection: 'reset' | 'empty' | 'truncate' | 'hang'
  readonly status?: never
  readonly body?: never
  readonly headers?: never
  readonly delay_ms?: never
}

/** What a fault does to a request: exactly one of a status, a delay and a broken connection. */
export type Effect = StatusEffect | DelayEffect | ConnectionEffect

/** The routes check that exactly one of status, delay_ms and connection is set: the error of a union is hard to read. */
const Effect = Type.Unsafe<Effect>(
  Type.Object(
    {
      status: Type.Optional(
        Type.Integer({ minimum: 400, maximum: 599, description: 'The HTTP status of the response.' }),
      ),
      body: Type.Optional(
        Type.Unknown({
          description:
            'The body of the response, only with status. A string is sent unchanged, as text/plain unless headers has ' +
            'a Content-Type; any other value is sent as JSON. Default: the vendor’s error body for the status.',
        }),
      ),
      headers: Type.Optional(
        Type.Record(Type.String(), Type.String({ maxLength: 4_096 }), {
          maxProperties: 50,
          description: 'Response headers, only with status. Default: Retry-After: 1 for 429 and 503.',
        }),
      ),
      delay_ms: Type.Optional(
        Type.Integer({
          minimum: 0,
          maximum: 600_000,
          description: 'How many milliseconds to wait before the request continues.',
        }),
      ),
      connection: Type.Optional(Choice('reset', 'empty', 'truncate', 'hang')),
    },
    {
      additionalProperties: false,
      description:
        'The effect on the request. Set exactly one of status, delay_ms and connection. A connection is reset, closed ' +
        'without a response (empty), closed within the body (truncate), or left open without a response (hang).',
    },
  ),
)

export const FaultBody = Type.Object(
  {
    operation: Type.Optional(OperationId),
    e164: Type.Optional(
      Type.String({
        pattern: e164Pattern,
        description: 'The number that requests must be about, in E.164. Default: any.',
      }),
    ),
    effect: Effect,
    at: Type.Optional(Choice('arrival', 'after_commit')),
    times: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 1e9, description: 'How many times to apply the fault. Default: unlimited.' }),
    ),
    after: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1e9, description: 'How many matching requests to skip first. Default: 0.' }),
    ),
    probability: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    seed: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 2 ** 31,
        description: 'Seed of the random draws for probability. Default: random.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type FaultBody = Static<typeof FaultBody>

/** An injected fault and the requests it matches. */
export interface Fault extends FaultBody {
  readonly id: string
  readonly seed: number
}

/** A request as faults match it. `priorCalls` counts the earlier requests with the same operation and number. */
export interface FaultTarget {
  readonly namespace: string
  readonly operation: string | null
  readonly e164: string | null
  readonly priorCalls: number
}

interface Entry {
  readonly fault: Fault
  /** The fault without its id, as JSON; part of the input of its random draws. */
  readonly content: string
  /** How many requests matched its operation and number, including those that `after` skips. */
  matched: number
  applied: number
}

/** The maximum number of faults in a set. */
export const maxFaults = 1_000
/** The maximum size of the faults of all namespaces together, in characters of JSON. */
export const maxCharacters = 4 * 1024 * 1024
/**
 * How many combinations of operation and number are counted before the counts start again. Faults with a probability
 * need the counts.
 */
const maxCountedCalls = 10_000
/** How many characters of a number are compared. A longer text is not a valid number. */
const maxNumberLength = 32

/** A set of faults, in the order in which they were added. */
export class FaultSet {
  #entries: Entry[] = []
  readonly #callCounts = new Map<string, number>()
  readonly #prefix: string
  #lastId = 0

  /** `prefix` is the beginning of the ids of its faults. */
  constructor(prefix = 'fault') {
    this.#prefix = prefix
  }

  get isEmpty(): boolean {
    return this.#entries.length === 0
  }

  /** Whether a fault can be added: the limit is not reached, or an exhausted fault can be replaced. */
  get canAdd(): boolean {
    return this.#entries.length < maxFaults || this.#entries.some(isExhausted)
  }

  /** The size of its faults, in characters of JSON. */
  get characters(): number {
    return this.#entries.reduce((sum, { content }) => sum + content.length, 0)
  }

  /** Removes the faults that were applied `times` times. */
  removeExhausted(): void {
    this.#entries = this.#entries.filter(entry => !isExhausted(entry))
  }

  /** Adds a fault. `canAdd` must be true. */
  add(body: FaultBody): Fault {
    const fields = { ...body, seed: body.seed ?? randomInt(2 ** 31) }
    // Serialized before it is added: a body that cannot be written as JSON throws here and adds nothing.
    const content = JSON.stringify(fields)
    const fault = { id: `${this.#prefix}_${++this.#lastId}`, ...fields }
    if (this.#entries.length === maxFaults) this.#entries.splice(this.#entries.findIndex(isExhausted), 1)
    this.#entries.push({ fault, content, matched: 0, applied: 0 })
    return fault
  }

  /** The faults, each with the number of times it was applied. */
  list(): (Fault & { applied: number })[] {
    return this.#entries.map(({ fault, applied }) => ({ ...fault, applied }))
  }

  /** Removes a fault. Returns false if there is no fault with this id. */
  remove(id: string): boolean {
    const at = this.#entries.findIndex(({ fault }) => fault.id === id)
    if (at === -1) return false
    this.#entries.splice(at, 1)
    if (!this.#hasProbabilities) this.#callCounts.clear()
    return true
  }

  /** Removes all faults and resets ids and counts, so that the same requests lead to the same draws again. */
  clear(): void {
    this.#entries.length = 0
    this.#callCounts.clear()
    this.#lastId = 0
  }

  /**
   * Counts a request and returns how many earlier ones had the same operation and number. Only faults with a
   * probability need the count: without any, nothing is counted.
   */
  countCall(operation: string | null, e164: string | null): number {
    if (!this.#hasProbabilities) return 0
    const call = `${operation} ${e164?.slice(0, maxNumberLength)}`
    const count = this.#callCounts.get(call) ?? 0
    if (count === 0 && this.#callCounts.size === maxCountedCalls) this.#callCounts.clear()
    this.#callCounts.set(call, count + 1)
    return count
  }

  get #hasProbabilities(): boolean {
    return this.#entries.some(({ fault }) => fault.probability !== undefined)
  }

  /** Selects the faults to apply to a request: any number of delays, then at most one fault that ends the request. */
  select(at: 'arrival' | 'after_commit', target: FaultTarget): Fault[] {
    const selected: Fault[] = []
    for (const entry of this.#entries) {
      if ((entry.fault.at ?? 'arrival') !== at || !isMatch(entry.fault, target) || !shouldApply(entry, target)) continue
      selected.push(entry.fault)
      if (entry.fault.effect.delay_ms === undefined) break
    }
    return selected
  }
}

function isMatch({ operation, e164 }: Fault, target: FaultTarget): boolean {
  return (operation ?? target.operation) === target.operation && (e164 ?? target.e164) === target.e164
}

/** Whether a fault was applied `times` times. */
function isExhausted({ fault: { times = Number.POSITIVE_INFINITY }, applied }: Entry): boolean {
  return applied >= times
}

function shouldApply(entry: Entry, target: FaultTarget): boolean {
  const { after = 0 } = entry.fault
  if (entry.matched++ < after || isExhausted(entry) || !isDrawn(entry, target)) return false
  entry.applied++
  return true
}

/** Deterministic: depends on the seed and the request, never on timing. */
function isDrawn({ fault, content }: Entry, { namespace, operation, e164, priorCalls }: FaultTarget): boolean {
  if (fault.probability === undefined) return true
  const digest = hash(
    'sha256',
    `[${content},${JSON.stringify([namespace, operation, e164, priorCalls]).slice(1)}`,
    'hex',
  )
  return Number.parseInt(digest.slice(0, 12), 16) / 2 ** 48 < fault.probability
}
