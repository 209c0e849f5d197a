import type { TSchema } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import type { ErrorCode } from './error.ts'
import { errorBody, errors } from './error.ts'

/** The errors that every operation can return. */
const commonErrors: readonly ErrorCode[] = ['unauthorized', 'request_timeout', 'head_too_large', 'internal']

const descriptions: Readonly<Record<number, string>> = {
  400: 'A part of the request is invalid.',
  401: 'The API key is missing or invalid.',
  403: 'The API key is not allowed to do this.',
  404: 'The account has no such resource.',
  408: 'The request did not arrive in time.',
  413: 'The body is larger than 64 KiB.',
  431: 'The headers are too large.',
  500: 'The server had an unexpected error.',
}

/** The successful response of an operation: its status, its meaning, and the schema of its body, if it has one. */
interface Success {
  readonly status?: 200 | 201 | 204
  readonly meaning: string
  readonly schema?: string
  readonly example?: unknown
}

/** The responses of an operation: the successful one, and one for each status of its errors, with the errors as examples. */
export function responses({ status = 200, meaning, schema, example }: Success, operationErrors: readonly ErrorCode[]) {
  const errorResponses: Record<string, unknown> = {}
  for (const [each, description] of Object.entries(descriptions)) {
    const codes = [...operationErrors, ...commonErrors].filter(code => errors[code].status === Number(each))
    // The details of this error depend on the request.
    const withExample = codes.filter(code => code !== 'request_invalid')
    const examples = withExample.map(code => [code, { value: errorBody(errors[code]) }])
    if (codes.length > 0) errorResponses[each] = response(description, Type.Ref('Error'), Object.fromEntries(examples))
  }
  const success =
    schema === undefined
      ? Type.Null({ description: meaning })
      : response(meaning, Type.Ref(schema), { page: { value: example } })
  return { [status]: success, ...errorResponses, default: response('Any other error.', Type.Ref('Error')) }
}

function response(description: string, schema: TSchema, examples?: object) {
  const content = examples === undefined ? { schema } : { schema, examples }
  return { description, content: { 'application/json': content } }
}
