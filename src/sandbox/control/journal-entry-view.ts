import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../../base/choice.ts'
import { parseJson } from '../../base/json.ts'
import { Nullable, Timestamp } from '../../base/schema.ts'
import { toIso } from '../../domain/clock.ts'
import { assignedId } from '../../domain/number.ts'
import type { JournalEntry, NumberState } from '../journal.ts'

const Text = Nullable(Type.String())
const Time = Timestamp('ISO 8601, UTC.')
const NumberView = Type.Object({ trunk_id: Text, application_id: Text, updated_at: Time })

export const JournalEntryView = Type.Object({
  id: Type.Integer({ description: 'Counts the requests of its namespace from 1.' }),
  namespace: Type.String(),
  at: Time,
  request_id: Type.String(),
  operation: Text,
  e164: Text,
  method: Type.String({ description: 'Empty where HTTP’s parser could not read it; path likewise.' }),
  path: Type.String(),
  key: Nullable(Type.String({ description: 'A name that stands for the key.' })),
  request_body: Type.Unknown({ description: 'JSON where it is JSON, else text.' }),
  outcome: Choice('answered', 'lost'),
  status: Nullable(Type.Integer()),
  response_body: Type.Unknown(),
  error: Nullable(Type.String({ description: 'The internal error code, as in the log; null for a success.' })),
  duration_ms: Type.Number(),
  changed: Nullable(Type.Object({ before: NumberView, after: NumberView })),
  fault: Text,
  hint: Text,
})
export type JournalEntryView = Static<typeof JournalEntryView>

/** An entry of the journal as it is shown. */
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
    request_body: parsed(entry.requestBody),
    outcome: entry.status === null ? 'lost' : 'answered',
    status: entry.status,
    response_body: parsed(entry.responseBody),
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

/** As JSON where it is JSON, else as the text that it is. */
export function parsed(text: string | null): unknown {
  try {
    return text === null ? null : parseJson(text)
  } catch {
    return text
  }
}
