import { isDeepStrictEqual } from 'node:util'
import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Operation } from '../fault.ts'
import type { EntryView } from './answers.ts'

/** What a request has to be. Of the body, the fields that are named. */
export const Pattern = Type.Object({
  operation: Type.Optional(Operation),
  e164: Type.Optional(Type.String()),
  status: Type.Optional(Type.Integer({ minimum: 100, maximum: 599 })),
  body: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: 'Of the request.' })),
})
export type Pattern = Static<typeof Pattern>

export interface Difference {
  readonly field: string
  readonly expected: unknown
  readonly seen: unknown
}

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
