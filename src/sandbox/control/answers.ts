import type { TSchema } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'

/** What a control answers, and the vendor's envelope for what it refuses. */
export function answers<T extends TSchema>(schema: T) {
  return { 200: schema, default: Type.Ref('Error', { description: 'Why it was refused.' }) }
}
