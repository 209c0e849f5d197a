import type { Random } from './random.ts'

export interface Route {
  readonly trunk_id: string | null
  readonly application_id: string | null
}

export const nowhere: Route = { trunk_id: null, application_id: null }
export const numbers = '/v1/account/acc_123abc/numbers'

/** A change of a number, as it is sent. */
export interface Change {
  readonly method: 'POST' | 'DELETE'
  readonly last: 'assign' | 'application'
  readonly body?: Record<string, string>
}

export function draw(random: Random): Change {
  const last = random.pick(['assign', 'application'] as const)
  if (random.next() < 0.3) return { method: 'DELETE', last }
  const body = last === 'assign' ? { trunk_id: 'trunk_abc123' } : { application_id: 'app_xyz789' }
  return { method: 'POST', last, body }
}

/** The rule as plainly as can be. */
export function after(before: Route, { method, last }: Change): Route {
  const kind = last === 'assign' ? 'trunk_id' : 'application_id'
  if (method === 'POST') return { ...nowhere, [kind]: last === 'assign' ? 'trunk_abc123' : 'app_xyz789' }
  return before[kind] === null ? before : nowhere
}

export function routeOf({ trunk_id, application_id }: Record<string, unknown>): Route {
  return { trunk_id: trunk_id as string | null, application_id: application_id as string | null }
}

export function same(one: Route, other: Route): boolean {
  return one.trunk_id === other.trunk_id && one.application_id === other.application_id
}
