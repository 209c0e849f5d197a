import { Mistake } from '../base/mistake.ts'
import type { LedgerId } from '../ledger/ledger.ts'
import { rows } from '../ledger/ledger.ts'
import type { Basis } from '../ledger/row.ts'
import type { Target } from './api.ts'
import { Api } from './api.ts'
import type { Check, Part, Unseen } from './check.ts'
import { checks } from './checks.ts'
import { findRoute, putBack } from './listed.ts'
import type { Outcome } from './verdict.ts'
import { Differs, NotChecked, Verdict } from './verdict.ts'
import { whyNone } from './wire.ts'

/** What was seen of one row of the ledger. */
export interface Result extends Outcome {
  readonly id: LedgerId
  readonly does: string
  readonly basis: Basis
}

export interface Conformance {
  readonly target: Target
  /** What may be done. */
  readonly parts: readonly Part[]
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
export async function conform({ target, parts, nextSecond, stop, tell }: Conformance): Promise<readonly string[]> {
  const api = new Api(target, nextSecond)
  const { status } = await api.send('GET', api.numbers).catch(error => {
    throw new Mistake(`${target.url}: ${whyNone(error)}`)
  })
  // Every row would differ, and say nothing of the server.
  if (status === 401 || status === 403) throw new Mistake(`${target.url} refuses this key for this account (${status})`)
  const before = target.number === undefined ? null : await findRoute(api)
  const isLost = before === undefined
  try {
    for (const { id, does, basis } of rows) {
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
function whyNotChecked(check: Check | Unseen, parts: readonly Part[], isLost: boolean): string | null {
  if ('unseen' in check) return check.unseen
  if (!parts.includes(check.part)) return `the part ${check.part} is left out`
  return isLost && !['read', 'errors'].includes(check.part) ? 'where the number goes cannot be read' : null
}

/** An answer so odd that a check cannot look at it. */
function unreadable(error: unknown): Outcome {
  return new Differs({ request: 'the last of this row', expected: 'an answer that can be read', seen: String(error) })
    .outcome
}

async function run(check: Check, api: Api): Promise<Outcome> {
  let outcome: Outcome = { outcome: 'agrees', why: null, difference: null }
  try {
    await check.run(api)
  } catch (error) {
    outcome = error instanceof Verdict ? error.outcome : unreadable(error)
  }
  await api.undo.all()
  return outcome
}
