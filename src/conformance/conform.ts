import { Mistake } from '../base/mistake.ts'
import type { LedgerId } from '../ledger/ledger.ts'
import { rows } from '../ledger/ledger.ts'
import type { Basis } from '../ledger/row.ts'
import type { Target } from './api.ts'
import { Api } from './api.ts'
import type { Check, Part, Unseen } from './check.ts'
import { checks } from './checks.ts'
import { findRoute, putBack } from './listed.ts'
import type { Difference, Differs } from './verdict.ts'
import { NotChecked } from './verdict.ts'
import { whyNone } from './wire.ts'

/** What was seen of one row of the ledger. */
export interface Result {
  readonly id: LedgerId
  readonly does: string
  readonly basis: Basis
  readonly outcome: 'agrees' | 'differs' | 'not checked'
  /** Why it is not checked. */
  readonly why: string | null
  readonly difference: Difference | null
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
  await api.send('GET', api.numbers).catch(error => {
    throw new Mistake(`${target.url}: ${whyNone(error)}`)
  })
  const before = target.number === undefined ? null : await findRoute(api)
  try {
    for (const { id, does, basis } of rows)
      tell({ id, does, basis, ...(await outcomeOf(checks[id], api, stop.aborted ? [] : parts)) })
  } finally {
    if (before) await putBack(api, before)
  }
  if (before === undefined) api.left.push(`where ${target.number} went could not be read: it is left as it is`)
  return api.left
}

type Outcome = Pick<Result, 'outcome' | 'why' | 'difference'>

async function outcomeOf(check: Check | Unseen, api: Api, parts: readonly Part[]): Promise<Outcome> {
  if ('unseen' in check) return notChecked(check.unseen)
  if (parts.length === 0) return notChecked('stopped before it')
  if (!parts.includes(check.part)) return notChecked(`the part ${check.part} is left out`)
  let outcome: Outcome = { outcome: 'agrees', why: null, difference: null }
  try {
    await check.run(api)
  } catch (error) {
    if (error instanceof NotChecked) outcome = notChecked(error.message)
    else outcome = { outcome: 'differs', why: null, difference: (error as Differs).difference }
  }
  await api.undoAll()
  return outcome
}

function notChecked(why: string): Outcome {
  return { outcome: 'not checked', why, difference: null }
}
