import { Kind, Type, TypeRegistry } from '@sinclair/typebox'

TypeRegistry.Set('Choice', (schema: { enum: readonly unknown[] }, value) => schema.enum.includes(value))

/** A schema for one of a few strings. It is an `enum`; a union of TypeBox would be an `anyOf`, which is harder to read. */
export function Choice<const T extends string>(...words: T[]) {
  return Type.Unsafe<T>({ [Kind]: 'Choice', type: 'string', enum: words })
}
