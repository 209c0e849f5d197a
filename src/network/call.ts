import type { Application, Destination } from '../domain/destination.ts'
import type { PhoneNumber } from '../domain/number.ts'

/** An inbound call to a number of ours. */
export interface Call {
  readonly uuid: string
  /** E.164 */
  readonly from: string
  readonly to: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** What is sent to a webhook. */
export interface WebhookRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  /** JSON; null with GET, which carries it in its query. */
  readonly body: string | null
}

/** What the network does with a call; "Unassigned numbers will reject inbound calls with a busy signal". */
export type CallOutcome =
  | { readonly outcome: 'busy'; readonly sip: '486 Busy Here' }
  | { readonly outcome: 'trunk'; readonly trunk_id: string; readonly origination_uris: readonly string[] }
  | { readonly outcome: 'application'; readonly application_id: string; readonly request: WebhookRequest | null }

/** A number that is not active rings nowhere, whatever it was assigned to before. */
export function simulateCall(number: PhoneNumber, destination: Destination | null, call: Call): CallOutcome {
  if (destination === null || number.status !== 'active') return { outcome: 'busy', sip: '486 Busy Here' }
  if (destination.kind === 'trunk') {
    return { outcome: 'trunk', trunk_id: destination.id, origination_uris: destination.originationUris }
  }
  return { outcome: 'application', application_id: destination.id, request: answerRequest(destination, call) }
}

/** What asks an application what to do: fields of docs:/getting-started/webhooks, in its order. */
function answerRequest({ accountId, answerUrl, answerMethod }: Application, call: Call): WebhookRequest | null {
  if (answerUrl === null) return null
  const body = { event: 'call.answered', ...fieldsOf(call, accountId), status: 'answered', timestamp: isoOf(call.at) }
  if (answerMethod === 'POST') return { method: 'POST', url: answerUrl, body: JSON.stringify(body) }
  const url = new URL(answerUrl)
  // Those that docs:/voxml/redirect names for GET.
  for (const name of ['call_uuid', 'account_id', 'from', 'to'] as const) url.searchParams.set(name, body[name])
  return { method: 'GET', url: url.href, body: null }
}

/** What tells an application that its call has ended. */
export function hangupRequest({ accountId, hangupUrl }: Application, call: Call, at: number): WebhookRequest | null {
  if (hangupUrl === null) return null
  const ended = { status: 'ended', end_reason: 'callee-hangup', timestamp: isoOf(at) }
  const body = { event: 'call.ended', ...fieldsOf(call, accountId), ...ended }
  return { method: 'POST', url: hangupUrl, body: JSON.stringify(body) }
}

function fieldsOf({ uuid, from, to }: Call, accountId: string) {
  return { call_uuid: uuid, account_id: accountId, from, to, direction: 'inbound' }
}

function isoOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
