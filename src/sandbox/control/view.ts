import { toIso } from '../../domain/clock.ts'
import { routeId } from '../../domain/number.ts'
import type { Configured, Entry } from '../journal.ts'
import type { EntryView } from './answers.ts'

/** An entry of the journal as it is shown. */
export function viewEntry(entry: Entry): EntryView {
  return {
    id: entry.id,
    world: entry.world,
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
    answer_body: parsed(entry.answerBody),
    refused: entry.refused,
    duration_ms: Math.round(entry.duration * 100) / 100,
    changed: entry.before && entry.after ? { before: viewNumber(entry.before), after: viewNumber(entry.after) } : null,
    fault: entry.fault,
    hint: entry.hint,
  }
}

function viewNumber(number: Configured) {
  return {
    trunk_id: routeId(number, 'trunk'),
    application_id: routeId(number, 'application'),
    updated_at: toIso(number.updatedAt),
  }
}

/** As JSON where it is JSON, else as the text that it is. */
function parsed(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text)
  } catch {
    return text
  }
}
