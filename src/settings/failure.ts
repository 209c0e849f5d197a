import { UsageError } from '../base/usage-error.ts'
import { e164Pattern } from '../domain/identifier.ts'
import type { FaultBody } from '../sandbox/fault.ts'
import type { Operation } from '../sandbox/operation.ts'
import { operations } from '../sandbox/operation.ts'

export const failureKinds = ['lost', '503'] as const
export type FailureKind = (typeof failureKinds)[number]

/** One call of a run that fails: its answer is lost after its change is kept, or it is answered 503 before any. */
export interface InjectedFailure {
  readonly kind: FailureKind
  readonly operation: Operation
  /** null for an operation that is about no number. */
  readonly e164: string | null
  /** Which of the calls of that operation to that number, from 1: of those that change, or of all for a 503. */
  readonly nth: number
}

/** As `--failure` takes it: `lost:assignTrunk:+14155551234:1`. */
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
  const call = { operation, ...(e164 !== null && { e164 }), after: nth - 1, times: 1 }
  if (kind === '503') return { ...call, effect: { status: 503 } }
  return { ...call, effect: { connection: 'reset' }, at: 'after_commit' }
}
