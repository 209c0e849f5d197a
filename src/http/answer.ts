import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../domain/refusal.ts'
import { Unreadable } from './body-parser.ts'
import type { ErrorCode } from './error.ts'
import { errorBody, errors } from './error.ts'
import { Invalid, invalid } from './validation.ts'

/** Where an unforeseen error goes, with all its insides: none of them reach the client. */
export type OnUnforeseen = (error: unknown, requestId: string) => void

/** Answers everything that goes wrong in the vendor's envelope, each error by its row of the table. */
export function answerErrors(app: FastifyInstance, onUnforeseen: OnUnforeseen): void {
  app.setErrorHandler((error, request, reply) => {
    const refused = toRefused(error, request)
    if (refused === null) onUnforeseen(error, request.raw.exchange.id)
    refuse(request, reply, refused ?? { code: 'internal' })
  })
  const methods = collectMethods(app)
  app.setNotFoundHandler((request, reply) => {
    const allowed = methods(request.raw.url ?? '')
    if (allowed.length > 0) reply.header('allow', allowed.join(', '))
    refuse(request, reply, { code: allowed.length > 0 ? 'method_not_allowed' : 'path_unknown' })
  })
}

/** Answers by a row of the table; `details` stand in for the row's own. */
export function refuse(
  request: FastifyRequest,
  reply: FastifyReply,
  { code, details }: Pick<Invalid, 'code'> & Partial<Pick<Invalid, 'details'>>,
): void {
  const answer = details === undefined ? errors[code] : { ...errors[code], details }
  request.raw.exchange.refused = { code, message: answer.message, details: answer.details ?? [] }
  if (code === 'unauthorized') reply.header('www-authenticate', 'Bearer')
  // The body is written here, since a path that cannot be decoded belongs to no route with a serializer.
  reply
    .code(answer.status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(errorBody(answer)))
}

function toRefused(error: unknown, request: FastifyRequest): { code: ErrorCode } | null {
  if (error instanceof Refusal || error instanceof Invalid) return error
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return { code: 'body_too_large' }
  if (code === 'FST_ERR_BAD_URL') return { code: 'path_malformed' }
  // A Content-Type that is no media type at all: Fastify lets no parser see the body.
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return invalid(request, Unreadable.wrongType)
  return null
}

/** For a path that no method was found for: the methods of the routes that have such a path. */
function collectMethods(app: FastifyInstance): (url: string) => string[] {
  const routes: { path: RegExp; method: string }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    const path = new RegExp(`^${url.replaceAll('.', '\\.').replace(/:\w+/g, '[^/?]+')}$`)
    for (const each of [method].flat()) routes.push({ path, method: each })
  })
  return url => {
    const [path = ''] = url.split('?')
    return routes.filter(route => route.path.test(path)).map(route => route.method)
  }
}
