import type { Random } from './random.ts'

/** The assignment of a number. */
export interface ModelAssignment {
  readonly trunk_id: string | null
  readonly application_id: string | null
}

export const unassigned: ModelAssignment = { trunk_id: null, application_id: null }
export const numbers = '/v1/account/acc_123abc/numbers'

/** A request that changes a number. */
export interface Change {
  readonly method: 'POST' | 'DELETE'
  readonly last: 'assign' | 'application'
  readonly body?: Record<string, string>
}

export function randomChange(random: Random): Change {
  const last = random.pick(['assign', 'application'] as const)
  if (random.next() < 0.3) return { method: 'DELETE', last }
  const body = last === 'assign' ? { trunk_id: 'trunk_abc123' } : { application_id: 'app_xyz789' }
  return { method: 'POST', last, body }
}

/** The assignment after a change: a simple implementation of the rule. */
export function after(before: ModelAssignment, { method, last }: Change): ModelAssignment {
  const kind = last === 'assign' ? 'trunk_id' : 'application_id'
  if (method === 'POST') return { ...unassigned, [kind]: last === 'assign' ? 'trunk_abc123' : 'app_xyz789' }
  return before[kind] === null ? before : unassigned
}

export function assignmentOf({ trunk_id, application_id }: Record<string, unknown>): ModelAssignment {
  return { trunk_id: trunk_id as string | null, application_id: application_id as string | null }
}

export function isSame(a: ModelAssignment, b: ModelAssignment): boolean {
  return a.trunk_id === b.trunk_id && a.application_id === b.application_id
}
