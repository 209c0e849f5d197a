import { hash, randomInt } from 'node:crypto'
import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../base/choice.ts'
import { e164Pattern } from '../domain/identifier.ts'
import { operations } from './operation.ts'

export const Operation = Choice(...operations)

/** What happens in place of the answer, or before it. Exactly one of status, delay_ms and connection. */
const Effect = Type.Object(
  {
    status: Type.Optional(Type.Integer({ minimum: 400, maximum: 599, description: 'Answer this instead.' })),
    body: Type.Optional(Type.Unknown({ description: 'With this JSON, where the vendor’s envelope will not do.' })),
    delay_ms: Type.Optional(Type.Integer({ minimum: 0, maximum: 600_000, description: 'Wait, then go on.' })),
    connection: Type.Optional(Choice('reset', 'empty', 'truncate', 'hang')),
  },
  { additionalProperties: false, description: 'Exactly one of status, delay_ms and connection.' },
)
export type Effect = Static<typeof Effect>

export const FaultBody = Type.Object(
  {
    operation: Type.Optional(Operation),
    e164: Type.Optional(Type.String({ pattern: e164Pattern, description: 'E.164.' })),
    effect: Effect,
    at: Type.Optional(Choice('arrival', 'after_commit')),
    times: Type.Optional(Type.Integer({ minimum: 1, maximum: 1e9, description: 'How often, at the most.' })),
    after: Type.Optional(Type.Integer({ minimum: 0, maximum: 1e9, description: 'How many calls to let pass first.' })),
    probability: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
    seed: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 2 ** 31, description: 'Of the draw; given where absent.' }),
    ),
  },
  { additionalProperties: false },
)
export type FaultBody = Static<typeof FaultBody>

/** Mischief on purpose, done to the calls that it fits. */
export interface Fault extends FaultBody {
  readonly id: string
  readonly seed: number
}

/** A call that a fault may fit. `met` says how often its number met its operation, from 0. */
export interface FaultTarget {
  readonly namespace: string
  readonly operation: string | null
  readonly e164: string | null
  readonly priorCalls: number
}

interface Kept {
  readonly fault: Fault
  /** All but its id, as JSON: what its draws depend on. */
  readonly content: string
  fitted: number
  applied: number
}

/** How many faults there may be. */
export const mostFaults = 1_000
/** How many characters the faults of all namespaces may take as JSON. */
export const mostCharacters = 4 * 1024 * 1024
/** How many distinct calls are counted, for faults with a probability, before the counts start again. */
const mostCounted = 10_000
/** Of a number, in characters. What is longer is no number. */
const longestNumber = 32

/** Faults, in the order in which they were set. */
export class FaultSet {
  #kept: Kept[] = []
  readonly #met = new Map<string, number>()
  readonly #prefix: string
  #last = 0

  /** What the names of its faults begin with. */
  constructor(prefix = 'fault') {
    this.#prefix = prefix
  }

  get isEmpty(): boolean {
    return this.#kept.length === 0
  }

  /** Whether one more can be added: there are not too many yet, or one of them is spent and makes room. */
  get hasRoom(): boolean {
    return this.#kept.length < mostFaults || this.#kept.some(isSpent)
  }

  /** How many characters its faults take as JSON. */
  get characters(): number {
    return this.#kept.reduce((sum, { content }) => sum + content.length, 0)
  }

  /** Drops those that were done as often as they may be. */
  dropSpent(): void {
    this.#kept = this.#kept.filter(kept => !isSpent(kept))
  }

  /** There must be room. */
  add(body: FaultBody): Fault {
    const fields = { ...body, seed: body.seed ?? randomInt(2 ** 31) }
    // Rendered before it is kept: a fault that cannot be written as JSON must not be met by any call.
    const content = JSON.stringify(fields)
    const fault = { id: `${this.#prefix}_${++this.#last}`, ...fields }
    if (this.#kept.length === mostFaults) this.#kept.splice(this.#kept.findIndex(isSpent), 1)
    this.#kept.push({ fault, content, fitted: 0, applied: 0 })
    return fault
  }

  /** With how often each was done. */
  list(): (Fault & { applied: number })[] {
    return this.#kept.map(({ fault, applied }) => ({ ...fault, applied }))
  }

  /** Whether there was one of that name. */
  remove(id: string): boolean {
    const at = this.#kept.findIndex(({ fault }) => fault.id === id)
    if (at === -1) return false
    this.#kept.splice(at, 1)
    if (!this.#hasDraws) this.#met.clear()
    return true
  }

  /** All of them, and the counts that their draws depend on. */
  clear(): void {
    this.#kept.length = 0
    this.#met.clear()
    this.#last = 0
  }

  /**
   * Counts this call as one more that its number made to its operation, and says how many there were before. Only the
   * draws of a probability depend on it: while no fault has one, nothing is counted.
   */
  countCall(operation: string | null, e164: string | null): number {
    if (!this.#hasDraws) return 0
    const call = `${operation} ${e164?.slice(0, longestNumber)}`
    const met = this.#met.get(call) ?? 0
    if (met === 0 && this.#met.size === mostCounted) this.#met.clear()
    this.#met.set(call, met + 1)
    return met
  }

  get #hasDraws(): boolean {
    return this.#kept.some(({ fault }) => fault.probability !== undefined)
  }

  /** The faults that this call meets: delays, and at most one other, behind which none is drawn. */
  select(at: 'arrival' | 'after_commit', target: FaultTarget): Fault[] {
    const drawn: Fault[] = []
    for (const kept of this.#kept) {
      if ((kept.fault.at ?? 'arrival') !== at || !fits(kept.fault, target) || !hits(kept, target)) continue
      drawn.push(kept.fault)
      if (kept.fault.effect.delay_ms === undefined) break
    }
    return drawn
  }
}

function fits({ operation, e164 }: Fault, target: FaultTarget): boolean {
  return (operation ?? target.operation) === target.operation && (e164 ?? target.e164) === target.e164
}

/** Whether it was done as often as it may be. */
function isSpent({ fault: { times = Number.POSITIVE_INFINITY }, applied }: Kept): boolean {
  return applied >= times
}

function hits(kept: Kept, target: FaultTarget): boolean {
  const { after = 0 } = kept.fault
  if (kept.fitted++ < after || isSpent(kept) || !draws(kept, target)) return false
  kept.applied++
  return true
}

/** Of the seed and of what is called alone, not of when: the same suite meets the same mischief however it is timed. */
function draws({ fault, content }: Kept, { namespace, operation, e164, priorCalls }: FaultTarget): boolean {
  if (fault.probability === undefined) return true
  const digest = hash(
    'sha256',
    `[${content},${JSON.stringify([namespace, operation, e164, priorCalls]).slice(1)}`,
    'hex',
  )
  return Number.parseInt(digest.slice(0, 12), 16) / 2 ** 48 < fault.probability
}
