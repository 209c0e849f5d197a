import type { TSchema } from '@sinclair/typebox'
import type { ValueError } from '@sinclair/typebox/compiler'
import { ValueErrorType } from '@sinclair/typebox/compiler'
import { sipUriPattern } from '../base/sip-uri.ts'
import { e164Pattern, secretPattern } from '../domain/identifier.ts'
import type { ErrorCode, ErrorDetail } from './error.ts'
import { errors } from './error.ts'

/** An error of one field of a request, with the error code to use if it is the only one. */
export interface FieldError extends ErrorDetail {
  readonly code: ErrorCode
}

/** Fields whose invalid value has an error code of its own; all other errors are `request_invalid`. */
const formats: Readonly<Record<string, ErrorCode>> = {
  e164: 'number_invalid',
  trunk_id: 'trunk_id_invalid',
  application_id: 'application_id_invalid',
}

/** Converts an error of TypeBox to one for the client. */
export function toFieldError({ type, path, schema, value }: ValueError): FieldError {
  if (path === '') return { field: 'body', reason: bodyReason(value), code: 'request_invalid' }
  const field = path.slice(1).replaceAll('/', '.')
  if (type === ValueErrorType.ObjectRequiredProperty)
    return { field, reason: 'required field missing', code: 'request_invalid' }
  if (type === ValueErrorType.ObjectAdditionalProperties)
    return { field, reason: 'unknown field', code: 'request_invalid' }
  if (type === ValueErrorType.ObjectMaxProperties)
    return { field, reason: `must have at most ${schema['maxProperties']} fields`, code: 'request_invalid' }
  const code = formats[field] ?? 'request_invalid'
  return { field, reason: reasonOf(code) ?? expectation(field, schema), code }
}

function bodyReason(value: unknown): string {
  if (value === null) return 'a JSON object is required'
  return `must be a JSON object, not ${Array.isArray(value) ? 'an array' : `a ${typeof value}`}`
}

function expectation(field: string, schema: TSchema): string {
  if ('enum' in schema) return `must be one of ${schema['enum'].join(', ')}`
  if (field === 'country') return 'must be two letters (ISO 3166-1 alpha-2)'
  if (schema['format'] === 'uri')
    return 'must be an http or https URL of at most 2048 characters, no password or fragment'
  if (schema['maxLength'] !== undefined) return `must have ${schema['minLength']} to ${schema['maxLength']} characters`
  if (schema['maxItems'] !== undefined) return `must be an array of at most ${schema['maxItems']}`
  if ('pattern' in schema) return patterns[schema['pattern']] ?? `must match ${schema['pattern']}`
  if ('anyOf' in schema) return expectation(field, schema['anyOf'][0])
  return `must be ${kinds[schema['type']] ?? `a ${schema['type']}`}${range(schema)}`
}

/** The reason in the table of errors. */
function reasonOf(code: ErrorCode): string | undefined {
  return errors[code].details?.[0]?.reason
}

const patterns: Readonly<Record<string, string | undefined>> = {
  [e164Pattern]: reasonOf('number_invalid'),
  [sipUriPattern]: 'must be a SIP URI (e.g., sip:pbx.example.com:5060)',
  [secretPattern]: 'must have 1 to 200 characters, all of them visible ASCII',
}

const kinds: Readonly<Record<string, string>> = { integer: 'an integer', object: 'a JSON object' }

function range({ minimum, maximum }: TSchema): string {
  return minimum === undefined ? '' : ` from ${minimum} to ${maximum}`
}
