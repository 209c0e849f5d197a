import { printableLine } from './printable.ts'

/** A finished request, as a line shows it. */
export interface RequestSummary {
  readonly method: string
  readonly path: string
  /** null if the connection was lost before the response was sent. */
  readonly status: number | null
  readonly duration_ms: number
  /** The message of an error response. */
  readonly reason?: string | undefined
  readonly namespace?: string | undefined
  readonly fault?: string | undefined
  readonly hint?: string | undefined
}

/** The message of an error, with the invalid fields. */
export function formatReason(message: string, details: readonly { field: string; reason: string }[] = []): string {
  if (details.length === 0) return message
  return `${message} (${details.map(({ field, reason }) => `${field}: ${reason}`).join('; ')})`
}

/**
 * Formats a request for people, e.g. `404 POST /v1/… Trunk not found (hint: did you mean …?)`. The line of a request
 * without a response starts with `lost`.
 */
export function formatRequest({ status, method, path, reason, duration_ms, ...notes }: RequestSummary): string {
  const { namespace, fault, hint } = notes
  const present = Object.entries({ namespace, fault, hint }).filter(([, note]) => note !== undefined)
  const noteText = present.length === 0 ? '' : ` (${present.map(([name, note]) => `${name}: ${note}`).join('; ')})`
  return printableLine(`${status ?? 'lost'} ${method} ${path} ${reason ?? `${duration_ms} ms`}${noteText}`)
}
