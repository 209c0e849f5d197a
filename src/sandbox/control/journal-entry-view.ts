import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../../base/choice.ts'
import { parseJson } from '../../base/json.ts'
import { Nullable, timestampSchema } from '../../base/schema.ts'
import { toIso } from '../../domain/clock.ts'
import { assignedId } from '../../domain/number.ts'
import type { JournalEntry, NumberState } from '../journal.ts'

const NullableText = Nullable(Type.String())
const Time = timestampSchema('ISO 8601, UTC.')
const NumberView = Type.Object({ trunk_id: NullableText, application_id: NullableText, updated_at: Time })

export const JournalEntryView = Type.Object({
  id: Type.Integer({ description: 'The sequence number of the request in its namespace, from 1.' }),
  namespace: Type.String(),
  at: Time,
  request_id: Type.String(),
  operation: NullableText,
  e164: NullableText,
  method: Type.String({ description: 'The HTTP method. It and the path are empty if the request was not valid HTTP.' }),
  path: Type.String(),
  key: Nullable(
    Type.String({ description: 'An identifier derived from the API key; null if the request was not authenticated.' }),
  ),
  request_body: Type.Unknown({ description: 'The request body: parsed if it is JSON, otherwise text.' }),
  outcome: Choice('answered', 'lost'),
  status: Nullable(Type.Integer()),
  response_body: Type.Unknown(),
  error: Nullable(
    Type.String({ description: 'The internal error code, as in the log; null if the request was not rejected.' }),
  ),
  duration_ms: Type.Number(),
  changed: Nullable(Type.Object({ before: NumberView, after: NumberView })),
  fault: NullableText,
  hint: NullableText,
})
export type JournalEntryView = Static<typeof JournalEntryView>

/** Converts a journal entry to its JSON view. */
export function viewJournalEntry(entry: JournalEntry): JournalEntryView {
  return {
    id: entry.id,
    namespace: entry.namespace,
    at: new Date(entry.at).toISOString(),
    request_id: entry.requestId,
    operation: entry.operation,
    e164: entry.e164,
    method: entry.method,
    path: entry.path,
    key: entry.key && `key_${entry.key.slice(0, 8)}`,
    request_body: parseJsonOrText(entry.requestBody),
    outcome: entry.status === null ? 'lost' : 'answered',
    status: entry.status,
    response_body: parseJsonOrText(entry.responseBody),
    error: entry.error,
    duration_ms: Math.round(entry.duration * 100) / 100,
    changed: entry.before && entry.after ? { before: viewNumber(entry.before), after: viewNumber(entry.after) } : null,
    fault: entry.fault,
    hint: entry.hint,
  }
}

function viewNumber(number: NumberState) {
  return {
    trunk_id: assignedId(number, 'trunk'),
    application_id: assignedId(number, 'application'),
    updated_at: toIso(number.updatedAt),
  }
}

/** Parses a text as JSON; returns the text if it is not JSON. */
export function parseJsonOrText(text: string | null): unknown {
  try {
    return text === null ? null : parseJson(text)
  } catch {
    return text
  }
}
