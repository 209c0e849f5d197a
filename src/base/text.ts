import type { SchemaOptions } from '@sinclair/typebox'
import { Kind, Type, TypeRegistry } from '@sinclair/typebox'

interface Limits {
  readonly minLength?: number
  readonly maxLength: number
}

/** A text whose length counts code points, as JSON Schema says: TypeBox's own counts UTF-16 units, two for an emoji. */
export function Text(options: SchemaOptions & Limits) {
  return Type.Unsafe<string>({ [Kind]: 'Text', ...options, type: 'string' })
}

TypeRegistry.Set<Limits>('Text', (schema, value) => typeof value === 'string' && hasLength(value, schema))

/** A text of so many UTF-16 units has at least half as many code points: what is much too long is not counted. */
export function hasLength(text: string, { minLength = 0, maxLength }: Limits): boolean {
  if (text.length > 2 * maxLength) return false
  const { length } = [...text]
  return length >= minLength && length <= maxLength
}
