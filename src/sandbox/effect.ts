import { answerDirectly } from '../http/direct.ts'
import type { Ending } from './connection.ts'
import { breakConnection } from './connection.ts'
import type { Effect } from './fault.ts'
import { standardBody } from './standard.ts'
import type { Visit } from './visit.ts'

/** An effect, and the name of the fault that it is of. */
export interface NamedEffect {
  readonly name: string
  readonly effect: Effect
}

/** Does them in turn. Gives true if the call goes on, false if it has had its answer, or will have none. */
export async function act(effects: readonly NamedEffect[], visit: Visit, end: Ending): Promise<boolean> {
  for (const { name, effect } of effects) {
    visit.fault = visit.fault === null ? name : `${visit.fault}, ${name}`
    if (!visit.response.headersSent) visit.response.setHeader('x-sandbox-fault', visit.fault)
    if (effect.delay_ms !== undefined) {
      await end.wait(effect.delay_ms)
      // It was broken off meanwhile.
      if (visit.response.headersSent || visit.response.destroyed) return false
      continue
    }
    if (effect.connection !== undefined) breakConnection(visit.response, effect.connection, end)
    else if (effect.status !== undefined) answer(visit, effect.status, effect.body)
    return false
  }
  return true
}

/** With the vendor's envelope, where the fault has no body of its own. */
function answer(visit: Visit, status: number, body: unknown): void {
  const json = JSON.stringify(body ?? standardBody(status))
  answerDirectly(visit.response, status, json, status === 429 || status === 503 ? { 'retry-after': '1' } : {})
}
