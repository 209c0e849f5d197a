import type { TObject, TSchema } from '@sinclair/typebox'
import type { ValueError } from '@sinclair/typebox/compiler'
import { TypeCompiler } from '@sinclair/typebox/compiler'
import type { FastifyInstance, FastifyRequest, FastifySchemaCompiler, preHandlerHookHandler } from 'fastify'
import type { Variants } from '../behaviors/variant.ts'
import { Unreadable } from './body-parser.ts'
import type { ApiError } from './error.ts'
import { apiError } from './error.ts'
import type { FieldError } from './field-error.ts'
import { toFieldError } from './field-error.ts'

/** Values are not coerced, except the integers of a query, which are always sent as text. */
const compileValidator: FastifySchemaCompiler<TSchema> = ({ schema, httpPart }) => {
  const compiled = TypeCompiler.Compile(schema)
  return value => {
    // A schema without required fields would accept this object.
    if (value instanceof Unreadable) {
      return { error: new FieldErrors([{ field: 'body', reason: value.reason, code: 'request_invalid' }]) }
    }
    const input = httpPart === 'querystring' ? toNumbers(schema as TObject, value) : value
    return compiled.Check(input) ? { value: input } : { error: new FieldErrors(firstOfEach(compiled.Errors(input))) }
  }
}

/** The maximum number of errors to report. */
const maxErrors = 100

/** The first error of each field. A body can have any number of fields. */
function firstOfEach(errors: Iterable<ValueError>): FieldError[] {
  const found = new Map<string, FieldError>()
  for (const error of errors) {
    const fieldError = toFieldError(error)
    if (!found.has(fieldError.field)) found.set(fieldError.field, fieldError)
    if (found.size === maxErrors) break
  }
  return [...found.values()]
}

class FieldErrors extends Error {
  readonly errors: readonly FieldError[]

  constructor(errors: readonly FieldError[]) {
    super('invalid')
    this.errors = errors
  }
}

/** Validates requests to the routes that are added to `app` afterwards by their schemas, and serializes responses as JSON. */
export function checkRoutes(app: FastifyInstance, variants: Variants = {}): void {
  app.setValidatorCompiler(compileValidator)
  app.setSerializerCompiler(() => JSON.stringify)
  app.addHook('onRoute', route => {
    route.attachValidation = true
  })
  app.addHook('preHandler', rejectInvalid(variants))
}

/** Fastify reports only the first invalid part of a request. This hook reports all errors together. */
function rejectInvalid(variants: Variants): preHandlerHookHandler {
  return (request, _reply, done) => {
    if (request.validationError === undefined) return done()
    const error = toError(request)
    const isUnknownNumber = error.code === 'number_invalid' && variants['number-format-status'] === '404'
    throw isUnknownNumber ? apiError('number_not_found') : error
  }
}

/** The error of an invalid request: the errors of the path first, then those of the query and the body. */
function toError(request: FastifyRequest): ApiError {
  const parts = { params: request.params, querystring: request.query, body: request.body ?? null }
  const errors = Object.entries(parts).flatMap(([part, value]) => findErrors(request, part, value))
  const details = errors.map(({ field, reason }) => ({ field, reason }))
  const [first] = errors
  return apiError(errors.length === 1 && first ? first.code : 'request_invalid', details)
}

function findErrors(request: FastifyRequest, part: string, value: unknown): readonly FieldError[] {
  const validate = request.getValidationFunction(part as 'body')
  if (validate === undefined) return []
  const { error } = validate(value) as unknown as { error?: FieldErrors }
  return error?.errors ?? []
}

function toNumbers(schema: TObject, query: unknown): unknown {
  const numbers = { ...(query as Record<string, unknown>) }
  for (const [name, { type }] of Object.entries(schema.properties)) {
    const text = numbers[name]
    if (type === 'integer' && typeof text === 'string' && /^-?\d+$/.test(text)) numbers[name] = Number(text)
  }
  return numbers
}
