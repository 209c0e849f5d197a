import type { TObject, TSchema } from '@sinclair/typebox'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import type { FastifyRequest, FastifySchemaCompiler, preHandlerHookHandler } from 'fastify'
import { Unreadable } from './body-parser.ts'
import type { Detail, ErrorCode } from './error.ts'
import type { Fault } from './fault.ts'
import { toFault } from './fault.ts'

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

function invalid(request: FastifyRequest): Invalid {
  const parts = { params: request.params, querystring: request.query, body: request.body ?? null }
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

function toNumbers(schema: TObject, query: unknown): unknown {
  const read = { ...(query as Record<string, unknown>) }
  for (const [name, { type }] of Object.entries(schema.properties)) {
    const text = read[name]
    if (type === 'integer' && typeof text === 'string' && /^-?\d+$/.test(text)) read[name] = Number(text)
  }
  return read
}
