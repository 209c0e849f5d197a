import type { ServerResponse } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import type { Hung } from './connection.ts'
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
export async function act(effects: readonly NamedEffect[], visit: Visit, hung: Hung): Promise<boolean> {
  for (const { name, effect } of effects) {
    visit.fault = visit.fault === null ? name : `${visit.fault}, ${name}`
    if (!visit.response.headersSent) visit.response.setHeader('x-sandbox-fault', visit.fault)
    if (effect.delay_ms !== undefined) {
      await wait(effect.delay_ms, undefined, { ref: false })
      continue
    }
    if (effect.connection !== undefined) breakConnection(visit.response, effect.connection, hung)
    else if (effect.status !== undefined) answer(visit, effect.status, effect.body)
    return false
  }
  return !visit.response.destroyed
}

/** With the vendor's envelope, where the fault has no body of its own. */
function answer(visit: Visit, status: number, body: unknown): void {
  const { response } = visit
  response.req.exchange.answer = JSON.stringify(body ?? standardBody(status))
  write(response, status, response.req.exchange.answer)
}

function write(response: ServerResponse, status: number, text: string): void {
  response
    .writeHead(status, {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(text),
      ...((status === 429 || status === 503) && { 'retry-after': '1' }),
    })
    .end(text)
}
