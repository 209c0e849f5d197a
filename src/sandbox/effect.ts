import { sendJsonDirectly } from '../http/direct-response.ts'
import type { PendingWork } from './connection.ts'
import { breakConnection } from './connection.ts'
import type { Effect } from './fault.ts'
import type { SandboxContext } from './sandbox-context.ts'
import { standardBody } from './standard-error.ts'

/** An effect, and the name of the fault that it is of. */
export interface NamedEffect {
  readonly name: string
  readonly effect: Effect
}

/** Does them in turn. Gives true if the call goes on, false if it has had its answer, or will have none. */
export async function applyEffects(
  effects: readonly NamedEffect[],
  sandboxContext: SandboxContext,
  end: PendingWork,
): Promise<boolean> {
  for (const { name, effect } of effects) {
    sandboxContext.fault = sandboxContext.fault === null ? name : `${sandboxContext.fault}, ${name}`
    if (!sandboxContext.response.headersSent) sandboxContext.response.setHeader('x-sandbox-fault', sandboxContext.fault)
    if (effect.delay_ms !== undefined) {
      await end.delay(effect.delay_ms)
      // It was broken off meanwhile.
      if (sandboxContext.response.headersSent || sandboxContext.response.destroyed) return false
      continue
    }
    if (effect.connection !== undefined) breakConnection(sandboxContext.response, effect.connection, end)
    else if (effect.status !== undefined) answer(sandboxContext, effect.status, effect.body)
    return false
  }
  return true
}

/** With the vendor's envelope, where the fault has no body of its own. */
function answer(sandboxContext: SandboxContext, status: number, body: unknown): void {
  const json = JSON.stringify(body ?? standardBody(status))
  sendJsonDirectly(
    sandboxContext.response,
    status,
    json,
    status === 429 || status === 503 ? { 'retry-after': '1' } : {},
  )
}
