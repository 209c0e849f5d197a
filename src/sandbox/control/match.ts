import { isDeepStrictEqual } from 'node:util'
import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { e164Pattern } from '../../domain/identifier.ts'
import { Operation } from '../fault.ts'
import type { JournalEntry } from '../journal.ts'
import { JournalEntryView, parsed } from './journal-entry-view.ts'

/** What a request has to be. Of the body, the fields that are named. */
export const Pattern = Type.Object({
  operation: Type.Optional(Operation),
  e164: Type.Optional(Type.String({ pattern: e164Pattern, description: 'E.164.' })),
  status: Type.Optional(Type.Integer({ minimum: 100, maximum: 599 })),
  body: Type.Optional(
    // Each of them is compared with each entry.
    Type.Record(Type.String(), Type.Unknown(), { maxProperties: 100, description: 'Of the request.' }),
  ),
})
export type Pattern = Static<typeof Pattern>

const Difference = Type.Object({ field: Type.String(), expected: Type.Unknown(), seen: Type.Unknown() })
type Difference = Static<typeof Difference>

export const NearMiss = Type.Array(Type.Object({ request: JournalEntryView, differences: Type.Array(Difference) }), {
  description:
    'The requests that come nearest, and in what they differ; the last of those that match, where they are too many.',
})

/** In what a request is not what it has to be. */
export function differences({ body = {}, ...rest }: Pattern, entry: JournalEntry): Difference[] {
  const fields = Object.entries(rest).map(
    ([field, expected]) => [field, expected, entry[field as keyof typeof rest]] as const,
  )
  const expectedFields = Object.entries(body)
  // Parsed only where it is asked for: entries are many.
  const sent = expectedFields.length === 0 ? {} : ((parsed(entry.requestBody) ?? {}) as Record<string, unknown>)
  const ofBody = expectedFields.map(([field, expected]) => [`body.${field}`, expected, sent[field] ?? null] as const)
  return [...fields, ...ofBody]
    .filter(([, expected, seen]) => !isDeepStrictEqual(expected, seen))
    .map(([field, expected, seen]) => ({ field, expected, seen }))
}

/** Whether a request is what it has to be. Its body, which has to be parsed, is looked at last. */
export function matches({ body, ...rest }: Pattern, entry: JournalEntry): boolean {
  return differences(rest, entry).length === 0 && (body === undefined || differences({ body }, entry).length === 0)
}
