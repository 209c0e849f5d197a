import type { TSchema } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import type { ErrorCode } from './error.ts'
import { errorBody, errors } from './error.ts'

/** The refusals that every operation can answer, and one that stands for each. */
const everywhere: readonly ErrorCode[] = ['unauthorized', 'request_timeout', 'head_too_large', 'internal']

const descriptions: Readonly<Record<number, string>> = {
  400: 'A part of the request is invalid.',
  401: 'The API key is missing or invalid.',
  403: 'The key may not do this.',
  404: 'There is no such thing in the account.',
  408: 'The request did not arrive in time.',
  413: 'The body is over 64 KiB.',
  431: 'The headers are too large.',
  500: 'The server failed.',
}

/** The one way in which an operation succeeds: its status with what that says, and the schema of its body, if it has one. */
interface Success {
  readonly status?: 200 | 201 | 204
  readonly says: string
  readonly is?: string
  readonly example?: unknown
}

/**
 * What an operation answers: its success, and the vendor's envelope for each way it can be refused, with those of
 * `refused` and `everywhere` as examples.
 */
export function responses({ status = 200, says, is, example }: Success, refused: readonly ErrorCode[]) {
  const answers: Record<string, unknown> = {}
  for (const [each, description] of Object.entries(descriptions)) {
    const codes = [...refused, ...everywhere].filter(code => errors[code].status === Number(each))
    // What this one tells depends on the request.
    const told = codes.filter(code => code !== 'request_invalid')
    const examples = told.map(code => [code, { value: errorBody(errors[code]) }])
    if (codes.length > 0) answers[each] = response(description, Type.Ref('Error'), Object.fromEntries(examples))
  }
  const success =
    is === undefined ? Type.Null({ description: says }) : response(says, Type.Ref(is), { page: { value: example } })
  return { [status]: success, ...answers, default: response('Any other refusal.', Type.Ref('Error')) }
}

function response(description: string, schema: TSchema, examples?: object) {
  const content = examples === undefined ? { schema } : { schema, examples }
  return { description, content: { 'application/json': content } }
}
