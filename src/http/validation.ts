import type { TObject, TSchema } from '@sinclair/typebox'
import type { ValueError } from '@sinclair/typebox/compiler'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import type { FastifyInstance, FastifyRequest, FastifySchemaCompiler, preHandlerHookHandler } from 'fastify'
import type { Variants } from '../behaviors/variant.ts'
import { defaultVariants } from '../behaviors/variant.ts'
import { Unreadable } from './body-parser.ts'
import type { ApiError } from './error.ts'
import { apiError } from './error.ts'
import type { FieldError } from './field-error.ts'
import { toFieldError } from './field-error.ts'

/** Nothing is coerced but the numbers of a query, which can only come as text. */
const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const compiled = TypeCompiler.Compile(schema)
  return value => {
    // An object, in which a schema that requires nothing would see no fault.
    if (value instanceof Unreadable) {
      return { error: new FieldErrors([{ field: 'body', reason: value.reason, code: 'request_invalid' }]) }
    }
    const read = httpPart === 'querystring' ? toNumbers(schema as TObject, value) : value
    return compiled.Check(read) ? { value: read } : { error: new FieldErrors(firstOfEach(compiled.Errors(read))) }
  }
}

const mostTold = 100

/** The first fault of each field, of which a body may have any number. */
function firstOfEach(errors: Iterable<ValueError>): FieldError[] {
  const found = new Map<string, FieldError>()
  for (const error of errors) {
    const fault = toFieldError(error)
    if (!found.has(fault.field)) found.set(fault.field, fault)
    if (found.size === mostTold) break
  }
  return [...found.values()]
}

class FieldErrors extends Error {
  readonly faults: readonly FieldError[]

  constructor(faults: readonly FieldError[]) {
    super('invalid')
    this.faults = faults
  }
}

/** Routes of `app` from here on are checked by their schemas, and answer in JSON what their types say. */
export function checkRoutes(app: FastifyInstance, variants: Variants = defaultVariants): void {
  app.setValidatorCompiler(compileValidator)
  app.setSerializerCompiler(() => JSON.stringify)
  app.addHook('onRoute', route => {
    route.attachValidation = true
  })
  app.addHook('preHandler', rejectInvalid(variants))
}

/** Fastify stops at the first part that has a fault; a client is told all of them together. */
function rejectInvalid(variants: Variants): preHandlerHookHandler {
  return (request, _reply, done) => {
    if (request.validationError === undefined) return done()
    const refusal = invalid(request)
    const isNoNumber = refusal.code === 'number_invalid' && variants.has('number-format-status')
    throw isNoNumber ? apiError('number_not_found') : refusal
  }
}

/** With the faults of the path before those of the query and the body. */
function invalid(request: FastifyRequest): ApiError {
  const parts = { params: request.params, querystring: request.query, body: request.body ?? null }
  const faults = Object.entries(parts).flatMap(([part, value]) => faultsOf(request, part, value))
  const details = faults.map(({ field, reason }) => ({ field, reason }))
  const [first] = faults
  return apiError(faults.length === 1 && first ? first.code : 'request_invalid', details)
}

function faultsOf(request: FastifyRequest, part: string, value: unknown): readonly FieldError[] {
  const validate = request.getValidationFunction(part as 'body')
  if (validate === undefined) return []
  const { error } = validate(value) as unknown as { error?: FieldErrors }
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
