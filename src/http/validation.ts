import type { TObject, TSchema } from '@sinclair/typebox'
import { Kind } from '@sinclair/typebox'
import type { ValueError } from '@sinclair/typebox/compiler'
import { TypeCompiler, ValueErrorType } from '@sinclair/typebox/compiler'
import type { FastifyRequest, FastifySchemaCompiler, preHandlerHookHandler } from 'fastify'
import { applicationIdPattern, e164Pattern, trunkIdPattern } from '../domain/identifier.ts'
import { Unreadable } from './body-parser.ts'
import type { Detail, ErrorCode } from './error.ts'

/** A request with one or more faults, those of its path before those of its query and body. */
export class Invalid extends Error {
  readonly code: ErrorCode
  readonly details: readonly Detail[]

  constructor(code: ErrorCode, details: readonly Detail[]) {
    super(code)
    this.code = code
    this.details = details
  }
}

const missing = 'required field missing'

/** The vendor's words where it has some, else the pattern itself. */
const reasons: Record<string, string> = {
  [e164Pattern]: 'must be E.164 format (e.g., +14155551234)',
  '^[A-Za-z]{2}$': 'must be two letters (ISO 3166-1 alpha-2)',
}

/** A single value of the wrong format is named in the message; all else is a failed validation. */
const formats: Record<string, ErrorCode> = {
  [e164Pattern]: 'number_invalid',
  [trunkIdPattern]: 'trunk_id_invalid',
  [applicationIdPattern]: 'application_id_invalid',
}

interface Fault extends Detail {
  readonly code: ErrorCode
}

/** Nothing is coerced but the numbers of a query, which can only come as text. */
export const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const compiled = TypeCompiler.Compile(schema)
  const faults = (value: unknown) => [...compiled.Errors(value)].map(toFault)
  return value => {
    const read = httpPart === 'querystring' ? toNumbers(schema as TObject, value) : value
    return compiled.Check(read) ? { value: read } : { error: new Faults(faults(read)) }
  }
}

class Faults extends Error {
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super('invalid')
    this.faults = faults.filter((fault, at) => faults.findIndex(first => first.field === fault.field) === at)
  }
}

/** Fastify stops at the first part that has a fault; a client is told all of them together. */
export const refuseInvalid: preHandlerHookHandler = (request, _reply, done) => {
  if (request.validationError !== undefined) throw invalid(request)
  done()
}

/** Refuses a body whose Content-Type is no media type at all, which Fastify does not let any parser see. */
export function invalid(request: FastifyRequest, body: unknown = request.body): Invalid {
  const parts = { params: request.params, querystring: request.query, body: body ?? null }
  const faults = Object.entries(parts).flatMap(([part, value]) => faultsOf(request, part, value))
  const details = faults.map(({ field, reason }) => ({ field, reason }))
  const [first] = faults
  return new Invalid(faults.length === 1 && first ? first.code : 'request_invalid', details)
}

function faultsOf(request: FastifyRequest, part: string, value: unknown): readonly Fault[] {
  const validate = request.getValidationFunction(part as 'body')
  if (validate === undefined) return []
  if (value instanceof Unreadable) return [{ field: 'body', reason: value.reason, code: 'request_invalid' }]
  const { error } = validate(value) as unknown as { error?: Faults }
  return error?.faults ?? []
}

function toFault({ type, path, schema, value }: ValueError): Fault {
  if (path === '') return { field: 'body', reason: notAnObject(value), code: 'request_invalid' }
  const field = path.slice(1)
  if (type === ValueErrorType.ObjectRequiredProperty) return { field, reason: missing, code: 'request_invalid' }
  const pattern: string = schema['pattern'] ?? ''
  return { field, reason: reasons[pattern] ?? expectation(schema), code: formats[pattern] ?? 'request_invalid' }
}

function notAnObject(value: unknown): string {
  if (value === null) return 'a JSON object is required'
  return `must be a JSON object, not ${Array.isArray(value) ? 'an array' : `a ${typeof value}`}`
}

function expectation(schema: TSchema): string {
  if (schema[Kind] === 'Union') {
    const choices = schema['anyOf'].map((option: TSchema) => option['const'])
    return `must be one of ${choices.join(', ')}`
  }
  if (schema[Kind] !== 'Integer') return `must match ${schema['pattern']}`
  const { minimum, maximum } = schema
  return maximum === undefined
    ? `must be an integer of ${minimum} or more`
    : `must be an integer from ${minimum} to ${maximum}`
}

function toNumbers(schema: TObject, query: unknown): unknown {
  const read = { ...(query as Record<string, unknown>) }
  for (const [name, { type }] of Object.entries(schema.properties)) {
    const text = read[name]
    if (type === 'integer' && typeof text === 'string' && /^-?\d+$/.test(text)) read[name] = Number(text)
  }
  return read
}
