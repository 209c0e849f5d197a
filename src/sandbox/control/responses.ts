import type { TSchema } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'

/** The response schemas of a control API operation: its success, and the error body for everything else. */
export function responses<T extends TSchema>(schema: T) {
  return { 200: schema, default: Type.Ref('Error', { description: 'An error.' }) }
}
