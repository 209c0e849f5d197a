import type { SchemaOptions, TSchema } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'

/** That, or null. */
export function Nullable<T extends TSchema>(schema: T, options?: SchemaOptions) {
  return Type.Union([schema, Type.Null()], options)
}

/** A text or null, of an answer: in one word for the readers of a schema. */
export function NullableText(description: string) {
  return Type.Unsafe<string | null>({ type: ['string', 'null'], description })
}

export function Timestamp(description: string) {
  return Type.String({ format: 'date-time', description })
}
