import { isDeepStrictEqual } from 'node:util'
import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Operation } from '../fault.ts'
import { EntryView } from './entry-view.ts'

/** What a request has to be. Of the body, the fields that are named. */
export const Pattern = Type.Object({
  operation: Type.Optional(Operation),
  e164: Type.Optional(Type.String()),
  status: Type.Optional(Type.Integer({ minimum: 100, maximum: 599 })),
  body: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: 'Of the request.' })),
})
export type Pattern = Static<typeof Pattern>

const Difference = Type.Object({ field: Type.String(), expected: Type.Unknown(), seen: Type.Unknown() })
type Difference = Static<typeof Difference>

export const Nearest = Type.Array(Type.Object({ request: EntryView, differences: Type.Array(Difference) }), {
  description:
    'The requests that come nearest, and in what they differ; the last of those that match, where they are too many.',
})

/** In what a request is not what it has to be. */
export function differences({ body = {}, ...rest }: Pattern, entry: EntryView): Difference[] {
  const sent = (entry.request_body ?? {}) as Record<string, unknown>
  const compared = [
    ...Object.entries(rest).map(([field, expected]) => [field, expected, entry[field as keyof EntryView]] as const),
    ...Object.entries(body).map(([field, expected]) => [`body.${field}`, expected, sent[field] ?? null] as const),
  ]
  return compared
    .filter(([, expected, seen]) => !isDeepStrictEqual(expected, seen))
    .map(([field, expected, seen]) => ({ field, expected, seen }))
}
