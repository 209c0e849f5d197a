import { FormatRegistry, Type } from '@sinclair/typebox'
import { isTime, timePattern } from './time.ts'

FormatRegistry.Set('date-time', isTime)

/** The schema of a time in a request or a seed. */
export const WholeSeconds = Type.String({
  format: 'date-time',
  pattern: timePattern,
  description: 'ISO 8601, UTC, whole seconds',
})
