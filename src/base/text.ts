import type { SchemaOptions } from '@sinclair/typebox'
import { Kind, Type, TypeRegistry } from '@sinclair/typebox'

interface Limits {
  readonly minLength?: number
  readonly maxLength: number
}

/** A string whose length is counted in code points, as JSON Schema requires. TypeBox counts UTF-16 code units instead. */
export function Text(options: SchemaOptions & Limits) {
  return Type.Unsafe<string>({ [Kind]: 'Text', ...options, type: 'string' })
}

TypeRegistry.Set<Limits>('Text', (schema, value) => typeof value === 'string' && hasLength(value, schema))

/** Whether the length in code points is within the limits. It is at least half the length in UTF-16 code units. */
export function hasLength(text: string, { minLength = 0, maxLength }: Limits): boolean {
  if (text.length > 2 * maxLength) return false
  const { length } = [...text]
  return length >= minLength && length <= maxLength
}
