import type { Static, TSchema } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../../base/choice.ts'
import { Nullable, Timestamp } from '../../base/schema.ts'
import { FaultBody } from '../fault.ts'

const Text = Nullable(Type.String())
const Time = Timestamp('ISO 8601, UTC.')

export const FaultView = Type.Object({
  world: Type.String(),
  id: Type.String(),
  ...FaultBody.properties,
  seed: Type.Integer({ description: 'Of the draw.' }),
  done: Type.Integer({ description: 'How often it was done.' }),
})
export type FaultView = Static<typeof FaultView>

const NumberView = Type.Object({ trunk_id: Text, application_id: Text, updated_at: Time })

export const EntryView = Type.Object({
  id: Type.Integer({ description: 'Counts the requests of its world from 1.' }),
  world: Type.String(),
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
  answer_body: Type.Unknown(),
  refused: Nullable(Type.String({ description: 'Why it was refused: a word that stands in the log too.' })),
  duration_ms: Type.Number(),
  changed: Nullable(Type.Object({ before: NumberView, after: NumberView })),
  fault: Text,
  hint: Text,
})
export type EntryView = Static<typeof EntryView>

export const ClockView = Type.Object({ world: Type.String(), now: Time, mode: Choice('real', 'frozen', 'moved') })
export type ClockView = Static<typeof ClockView>

const Difference = Type.Object({ field: Type.String(), expected: Type.Unknown(), seen: Type.Unknown() })
export const Nearest = Type.Array(Type.Object({ request: EntryView, differences: Type.Array(Difference) }), {
  description:
    'The requests that come nearest, and in what they differ; the last of those that match, where they are too many.',
})

/** What a control answers, and the vendor's envelope for what it refuses. */
export function answers<T extends TSchema>(schema: T) {
  return { 200: schema, default: Type.Ref('Error', { description: 'Why it was refused.' }) }
}
