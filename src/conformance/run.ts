import { UsageError } from '../base/usage-error.ts'
import type { Basis } from '../behaviors/behavior.ts'
import type { BehaviorId } from '../behaviors/catalog.ts'
import { behaviors } from '../behaviors/catalog.ts'
import type { ConformanceTarget } from './api.ts'
import { Api } from './api.ts'
import type { Check, ConformancePart, NotObservable } from './check.ts'
import { checks } from './checks.ts'
import { findAssignment, restoreAssignment } from './listed-assignment.ts'
import type { CheckOutcome } from './verdict.ts'
import { Differs, NotChecked, Verdict } from './verdict.ts'
import { describeFailure } from './wire.ts'

/** The result of checking one behavior. */
export interface Result extends CheckOutcome {
  readonly id: BehaviorId
  readonly does: string
  readonly basis: Basis
}

export interface ConformanceRun {
  readonly target: ConformanceTarget
  /** The kinds of checks to run. */
  readonly parts: readonly ConformancePart[]
  /** Resolves when the server's clock has reached the next second. */
  readonly nextSecond: () => Promise<unknown>
  /** Stops the run before the next check. Changes are still undone. */
  readonly stop: AbortSignal
  /** Called with each result, in the order of the behavior catalog. */
  readonly onResult: (result: Result) => void
}

/**
 * Checks which behaviors of the catalog a server has, and restores the assignment of the number under test. Returns a
 * message for each change that could not be undone. Throws a `UsageError` if the server does not respond or rejects the
 * key.
 */
export async function runChecks({
  target,
  parts,
  nextSecond,
  stop,
  onResult,
}: ConformanceRun): Promise<readonly string[]> {
  const api = new Api(target, nextSecond)
  const { status } = await api.send('GET', api.numbersPath).catch(error => {
    throw new UsageError(`${target.url}: ${describeFailure(error)}`)
  })
  // Every check would fail for the same reason.
  if (status === 401 || status === 403)
    throw new UsageError(`${target.url} rejects this key for this account (${status}); check --key and --account`)
  const initialAssignment = target.number === undefined ? null : await findAssignment(api)
  const isAssignmentUnknown = initialAssignment === undefined
  try {
    for (const { id, does, basis } of behaviors) {
      const reason = stop.aborted
        ? 'the run was stopped before this check'
        : skipReason(checks[id], parts, isAssignmentUnknown)
      const outcome = reason === null ? await runCheck(checks[id] as Check, api) : new NotChecked(reason).outcome
      onResult({ id, does, basis, ...api.redact(outcome) })
    }
  } finally {
    if (initialAssignment) await restoreAssignment(api, initialAssignment)
  }
  return api.redact(api.undo.failures)
}

/** Why a check is not run; null if it is. Without a known assignment to restore, the number is not changed. */
function skipReason(
  check: Check | NotObservable,
  parts: readonly ConformancePart[],
  isAssignmentUnknown: boolean,
): string | null {
  if ('reason' in check) return check.reason
  if (!parts.includes(check.part)) return `the part ${check.part} is not selected`
  return isAssignmentUnknown && !['read', 'errors'].includes(check.part)
    ? 'the current assignment of the number cannot be read'
    : null
}

/** For a check that fails with an unexpected error, such as on a response that is nested too deeply to be compared. */
function unexpectedFailure(error: unknown): CheckOutcome {
  return new Differs({
    request: 'the last request of this check',
    expected: 'a response that can be compared',
    actual: String(error),
  }).outcome
}

async function runCheck(check: Check, api: Api): Promise<CheckOutcome> {
  let outcome: CheckOutcome = { outcome: 'agrees', why: null, difference: null }
  try {
    await check.run(api)
  } catch (error) {
    outcome = error instanceof Verdict ? error.outcome : unexpectedFailure(error)
  }
  await api.undo.runAll()
  return outcome
}
