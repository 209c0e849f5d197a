import type { Assignment, PhoneNumber } from '../../src/domain/number.ts'
import { seed, seedFile } from './fixture.ts'

export interface Step {
  readonly verb: 'assign' | 'unassign'
  readonly account: string
  readonly e164: string
  readonly to: NonNullable<Assignment>
}

const owners = new Map(
  [...(seedFile.trunks ?? []), ...(seedFile.applications ?? [])].map(({ id, account_id }) => [id, account_id]),
)

/** A simple implementation of the same rule on a Map, to compare the stores with. */
export class StoreModel {
  readonly numbers = new Map<string, PhoneNumber>(seed.numbers)

  /** Applies a step and returns the number after it, or the error code. */
  apply({ verb, account, e164, to }: Step, now: number): PhoneNumber | string {
    const number = this.numbers.get(e164)
    if (number?.accountId !== account) return 'number_not_found'
    if (number.status !== 'active') return `number_${number.status}`
    if (verb === 'assign' && !owners.has(to.id)) return `${to.kind}_not_found`
    if (verb === 'assign' && owners.get(to.id) !== account) return `${to.kind}_assign_forbidden`
    const changes = verb === 'assign' ? number.assignment?.id !== to.id : number.assignment?.kind === to.kind
    const after = changes ? { ...number, assignment: verb === 'assign' ? to : null, updatedAt: now } : number
    this.numbers.set(e164, after)
    return after
  }
}
