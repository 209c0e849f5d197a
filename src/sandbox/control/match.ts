import { isDeepStrictEqual } from 'node:util'
import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { e164Pattern } from '../../domain/identifier.ts'
import { OperationId } from '../fault.ts'
import type { JournalEntry } from '../journal.ts'
import { JournalEntryView, parseJsonOrText } from './journal-entry-view.ts'

/** The properties that a request must have to match. `body` lists the fields that are compared. */
export const RequestPattern = Type.Object({
  operation: Type.Optional(OperationId),
  e164: Type.Optional(
    Type.String({ pattern: e164Pattern, description: 'The number that the request is about, in E.164.' }),
  ),
  status: Type.Optional(Type.Integer({ minimum: 100, maximum: 599 })),
  body: Type.Optional(
    // Limited, because every field is compared with every entry.
    Type.Record(Type.String(), Type.Unknown(), {
      maxProperties: 100,
      description: 'Fields that the request body must have, with their values. Other fields are ignored.',
    }),
  ),
})
export type RequestPattern = Static<typeof RequestPattern>

const Difference = Type.Object({ field: Type.String(), expected: Type.Unknown(), actual: Type.Unknown() })
type Difference = Static<typeof Difference>

export const NearMiss = Type.Array(Type.Object({ request: JournalEntryView, differences: Type.Array(Difference) }), {
  description: 'The requests with the fewest differences, or the latest matching requests if too many match.',
})

/** The fields in which a journal entry differs from a pattern. */
export function compare({ body = {}, ...rest }: RequestPattern, entry: JournalEntry): Difference[] {
  const fields = Object.entries(rest).map(
    ([field, expected]) => [field, expected, entry[field as keyof typeof rest]] as const,
  )
  const expectedFields = Object.entries(body)
  // Parsed only if needed, since there can be many entries.
  const sentFields =
    expectedFields.length === 0 ? {} : ((parseJsonOrText(entry.requestBody) ?? {}) as Record<string, unknown>)
  const bodyFields = expectedFields.map(
    ([field, expected]) => [`body.${field}`, expected, sentFields[field] ?? null] as const,
  )
  return [...fields, ...bodyFields]
    .filter(([, expected, actual]) => !isDeepStrictEqual(expected, actual))
    .map(([field, expected, actual]) => ({ field, expected, actual }))
}

/** Whether an entry matches a pattern. The body is compared last, because it must be parsed. */
export function matches({ body, ...rest }: RequestPattern, entry: JournalEntry): boolean {
  return compare(rest, entry).length === 0 && (body === undefined || compare({ body }, entry).length === 0)
}
