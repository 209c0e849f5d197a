import type { SchemaOptions, TSchema } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'

/** A value of the schema, or null. */
export function Nullable<T extends TSchema>(schema: T, options?: SchemaOptions) {
  return Type.Union([schema, Type.Null()], options)
}

/** A string or null in a response. It is `type: [string, null]`, which is easier to read than a union. */
export function NullableText(description: string) {
  return Type.Unsafe<string | null>({ type: ['string', 'null'], description })
}

export function timestampSchema(description: string) {
  return Type.String({ format: 'date-time', description })
}
