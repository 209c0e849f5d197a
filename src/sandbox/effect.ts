import { sendDirectly } from '../http/direct-response.ts'
import type { PendingWork } from './connection.ts'
import { breakConnection } from './connection.ts'
import type { Effect, StatusEffect } from './fault.ts'
import type { SandboxContext } from './sandbox-context.ts'
import { standardBody } from './standard-error.ts'

/** An effect and the name of the fault that caused it. */
export interface NamedEffect {
  readonly name: string
  readonly effect: Effect
}

/**
 * Applies effects in order. Resolves to true if the request continues, and to false if an effect has sent the response
 * or broken the connection.
 */
export async function applyEffects(
  effects: readonly NamedEffect[],
  sandboxContext: SandboxContext,
  pendingWork: PendingWork,
): Promise<boolean> {
  for (const { name, effect } of effects) {
    sandboxContext.fault = sandboxContext.fault === null ? name : `${sandboxContext.fault}, ${name}`
    if (!sandboxContext.response.headersSent) sandboxContext.response.setHeader('x-sandbox-fault', sandboxContext.fault)
    if (effect.delay_ms !== undefined) {
      await pendingWork.delay(effect.delay_ms)
      // The request was aborted during the delay.
      if (sandboxContext.response.headersSent || sandboxContext.response.destroyed) return false
      continue
    }
    if (effect.connection !== undefined) breakConnection(sandboxContext.response, effect.connection, pendingWork)
    else sendFaultResponse(sandboxContext, effect)
    return false
  }
  return true
}

/** Sends the fault's body, or the vendor's error body for the status if the fault has none. */
function sendFaultResponse(sandboxContext: SandboxContext, { status, body, headers = {} }: StatusEffect): void {
  const given = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  sendDirectly(
    sandboxContext.response,
    status,
    typeof body === 'string' ? body : JSON.stringify(body ?? standardBody(status)),
    {
      ...(typeof body === 'string' && { 'content-type': 'text/plain; charset=utf-8' }),
      ...((status === 429 || status === 503) && { 'retry-after': '1' }),
      ...given,
    },
  )
}
