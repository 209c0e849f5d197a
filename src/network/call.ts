import type { Application, Destination } from '../domain/destination.ts'
import type { PhoneNumber } from '../domain/number.ts'

/** An inbound call to a number. */
export interface Call {
  readonly uuid: string
  /** E.164 */
  readonly from: string
  readonly to: string
  /** Milliseconds since 1970. */
  readonly at: number
}

/** The HTTP request of a webhook. */
export interface WebhookRequest {
  readonly method: 'GET' | 'POST'
  readonly url: string
  /** JSON; null for GET, which has the fields in its query. */
  readonly body: string | null
}

/** The outcome of a call; "Unassigned numbers will reject inbound calls with a busy signal". */
export type CallOutcome =
  | { readonly outcome: 'busy'; readonly sip: '486 Busy Here' }
  | { readonly outcome: 'trunk'; readonly trunk_id: string; readonly origination_uris: readonly string[] }
  | { readonly outcome: 'application'; readonly application_id: string; readonly request: WebhookRequest | null }

/** Returns the outcome of a call. A number that is not active is busy, even if it is assigned. */
export function simulateCall(number: PhoneNumber, destination: Destination | null, call: Call): CallOutcome {
  if (destination === null || number.status !== 'active') return { outcome: 'busy', sip: '486 Busy Here' }
  if (destination.kind === 'trunk') {
    return { outcome: 'trunk', trunk_id: destination.id, origination_uris: destination.originationUris }
  }
  return { outcome: 'application', application_id: destination.id, request: answerRequest(destination, call) }
}

/** The webhook for an inbound call, with the fields of docs:/getting-started/webhooks in the same order. */
function answerRequest({ accountId, answerUrl, answerMethod }: Application, call: Call): WebhookRequest | null {
  if (answerUrl === null) return null
  const body = { event: 'call.answered', ...fieldsOf(call, accountId), status: 'answered', timestamp: isoOf(call.at) }
  if (answerMethod === 'POST') return { method: 'POST', url: answerUrl, body: JSON.stringify(body) }
  const url = new URL(answerUrl)
  // The parameters that docs:/voxml/redirect lists for GET.
  for (const name of ['call_uuid', 'account_id', 'from', 'to'] as const) url.searchParams.set(name, body[name])
  return { method: 'GET', url: url.href, body: null }
}

/** The webhook for the end of a call. */
export function hangupRequest({ accountId, hangupUrl }: Application, call: Call, at: number): WebhookRequest | null {
  if (hangupUrl === null) return null
  const endFields = { status: 'ended', end_reason: 'callee-hangup', timestamp: isoOf(at) }
  const body = { event: 'call.ended', ...fieldsOf(call, accountId), ...endFields }
  return { method: 'POST', url: hangupUrl, body: JSON.stringify(body) }
}

function fieldsOf({ uuid, from, to }: Call, accountId: string) {
  return { call_uuid: uuid, account_id: accountId, from, to, direction: 'inbound' }
}

function isoOf(milliseconds: number): string {
  return new Date(milliseconds).toISOString()
}
