import { Kind, Type, TypeRegistry } from '@sinclair/typebox'

TypeRegistry.Set('Choice', (schema: { enum: readonly unknown[] }, value) => schema.enum.includes(value))

/** One of a few words: an `enum` for the readers of a schema, where TypeBox's own union would be an `anyOf`. */
export function Choice<const T extends string>(...words: T[]) {
  return Type.Unsafe<T>({ [Kind]: 'Choice', type: 'string', enum: words })
}
