import type { TSchema } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'

const refusals = {
  400: 'A part of the request is invalid.',
  401: 'The API key is missing or invalid.',
  403: 'The key may not do this.',
  404: 'There is no such thing in the account.',
  408: 'The request did not arrive in time.',
  413: 'The body is over 64 KiB.',
  431: 'The headers are too large.',
  500: 'The server failed.',
  default: 'Any other refusal.',
}

/** What an operation answers: its success with an example, and the vendor's envelope for each way it can be refused. */
export function responses(
  success: { 200: string; is: string },
  example: unknown,
  statuses: readonly (400 | 404 | 413)[],
) {
  const all = [...statuses, 401, 403, 408, 431, 500, 'default'] as const
  const refused = all.map(status => [status, response(refusals[status], { schema: Type.Ref('Error') })])
  return {
    200: response(success[200], { schema: Type.Ref(success.is), examples: { page: { value: example } } }),
    ...Object.fromEntries(refused),
  }
}

function response(description: string, content: { schema: TSchema; examples?: object }) {
  return { description, content: { 'application/json': content } }
}
