import { UsageError } from '../base/usage-error.ts'
import type { Basis } from '../behaviors/behavior.ts'
import type { BehaviorId } from '../behaviors/catalog.ts'
import { behaviors } from '../behaviors/catalog.ts'
import type { ConformanceTarget } from './api.ts'
import { Api } from './api.ts'
import type { Check, ConformancePart, NotObservable } from './check.ts'
import { checks } from './checks.ts'
import { findRoute, putBack } from './listed-assignment.ts'
import type { CheckOutcome } from './verdict.ts'
import { Differs, NotChecked, Verdict } from './verdict.ts'
import { whyNone } from './wire.ts'

/** What was seen of one row of the ledger. */
export interface Result extends CheckOutcome {
  readonly id: BehaviorId
  readonly does: string
  readonly basis: Basis
}

export interface ConformanceRun {
  readonly target: ConformanceTarget
  /** What may be done. */
  readonly parts: readonly ConformancePart[]
  /** Settles when the clock of the server shows another second. */
  readonly nextSecond: () => Promise<unknown>
  /** Ends it early: what was changed is put back all the same. */
  readonly stop: AbortSignal
  /** Told of each row, in the order of the ledger. */
  readonly tell: (result: Result) => void
}

/**
 * Checks row by row whether a server does what the ledger says, and puts the named number back to where it was. Says
 * what could not be put back. Refuses with a `Mistake` where no server answers.
 */
export async function runChecks({ target, parts, nextSecond, stop, tell }: ConformanceRun): Promise<readonly string[]> {
  const api = new Api(target, nextSecond)
  const { status } = await api.send('GET', api.numbers).catch(error => {
    throw new UsageError(`${target.url}: ${whyNone(error)}`)
  })
  // Every row would differ, and say nothing of the server.
  if (status === 401 || status === 403)
    throw new UsageError(`${target.url} refuses this key for this account (${status})`)
  const before = target.number === undefined ? null : await findRoute(api)
  const isLost = before === undefined
  try {
    for (const { id, does, basis } of behaviors) {
      const why = stop.aborted ? 'stopped before it' : whyNotChecked(checks[id], parts, isLost)
      const outcome = why === null ? await run(checks[id] as Check, api) : new NotChecked(why).outcome
      tell({ id, does, basis, ...api.masked(outcome) })
    }
  } finally {
    if (before) await putBack(api, before)
  }
  return api.masked(api.undo.left)
}

/** What cannot be put back, for nobody can tell where it was, is not to be changed. */
function whyNotChecked(
  check: Check | NotObservable,
  parts: readonly ConformancePart[],
  isLost: boolean,
): string | null {
  if ('unseen' in check) return check.unseen
  if (!parts.includes(check.part)) return `the part ${check.part} is left out`
  return isLost && !['read', 'errors'].includes(check.part) ? 'where the number goes cannot be read' : null
}

/** An answer so odd that a check cannot look at it. */
function unreadable(error: unknown): CheckOutcome {
  return new Differs({ request: 'the last of this row', expected: 'an answer that can be read', seen: String(error) })
    .outcome
}

async function run(check: Check, api: Api): Promise<CheckOutcome> {
  let outcome: CheckOutcome = { outcome: 'agrees', why: null, difference: null }
  try {
    await check.run(api)
  } catch (error) {
    outcome = error instanceof Verdict ? error.outcome : unreadable(error)
  }
  await api.undo.all()
  return outcome
}
