import type { Redactor } from '../base/redaction.ts'
import type { ReceivedResponse, RequestOptions } from './wire.ts'

/** Describes a request for a report: method, path, body and note. Headers are omitted. */
export function describeRequest(
  method: string,
  path: string,
  { body, note }: RequestOptions,
  redactor: Redactor,
): string {
  const payload = typeof body === 'string' ? body : JSON.stringify(body)
  const toText = (text: string) => truncate(redactor.text(text))
  return [`${method} ${toText(path)}`, payload === undefined ? '' : toText(payload), note ?? '']
    .filter(Boolean)
    .join(' ')
}

/**
 * The parts of a response that were compared, plus its status, for a report. A long response becomes a shortened text.
 */
export function describeResponse(
  names: readonly (keyof ReceivedResponse)[],
  response: ReceivedResponse,
  redactor: Redactor,
): unknown {
  const compared = redactor.value(
    Object.fromEntries([['status', response.status], ...names.map(name => [name, response[name]])]),
  )
  const text = JSON.stringify(compared)
  return text.length <= maxLength ? compared : truncate(text)
}

/** In characters of JSON. */
const maxLength = 2_000

/** Shortens a long text, such as a body that tests a limit. */
function truncate(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 100)}… (${text.length} characters)`
}
