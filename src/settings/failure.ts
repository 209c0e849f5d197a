import { UsageError } from '../base/usage-error.ts'
import { e164Pattern } from '../domain/identifier.ts'
import type { FaultBody } from '../sandbox/fault.ts'
import type { Operation } from '../sandbox/operation.ts'
import { operations } from '../sandbox/operation.ts'

export const failureKinds = ['lost', '503'] as const
export type FailureKind = (typeof failureKinds)[number]

/**
 * A failure of one request. `lost`: its change is committed, but it gets no response. `503`: it gets a 503 and changes
 * nothing.
 */
export interface InjectedFailure {
  readonly kind: FailureKind
  readonly operation: Operation
  /** null for an operation without a number. */
  readonly e164: string | null
  /**
   * The ordinal, from 1, of the failing request among those with this operation and number. For a lost response, only
   * successful requests are counted.
   */
  readonly nth: number
}

/** The value for `--failure`, e.g. `lost:assignTrunk:+14155551234:1`. */
export function failureText({ kind, operation, e164, nth }: InjectedFailure): string {
  return [kind, operation, ...(e164 === null ? [] : [e164]), nth].join(':')
}

const pattern = new RegExp(`^(${failureKinds.join('|')}):(\\w+)(?::(\\+\\d+))?:(\\d{1,6})$`)

export function readFailure(text: string): InjectedFailure {
  const [, kind, operation, e164 = null, nth] = pattern.exec(text) ?? []
  const isOperation = (operations as readonly string[]).includes(String(operation))
  if (!isOperation || Number(nth) < 1 || (e164 !== null && !new RegExp(e164Pattern).test(e164)))
    throw new UsageError(`--failure must be like lost:assignTrunk:+14155551234:1, not "${text}"`)
  return { kind: kind as FailureKind, operation: operation as Operation, e164, nth: Number(nth) }
}

export function toFaultBody({ kind, operation, e164, nth }: InjectedFailure): FaultBody {
  const target = { operation, ...(e164 !== null && { e164 }), after: nth - 1, times: 1 }
  if (kind === '503') return { ...target, effect: { status: 503 } }
  return { ...target, effect: { connection: 'reset' }, at: 'after_commit' }
}
