import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { DomainError } from '../domain/error.ts'
import { ApiError, apiError, errorBody } from './error.ts'
import type { OnUnexpectedError } from './request-context.ts'
import { recordError } from './request-context.ts'

/** Sends all errors in the vendor's format, as the table of errors defines them. */
export function handleErrors(app: FastifyInstance, onUnexpectedError: OnUnexpectedError): void {
  app.setErrorHandler((error, request, reply) => {
    // The client disconnected while it sent the body.
    if (error && error === request.raw.errored) return
    const known = toApiError(error)
    if (known === null) onUnexpectedError(error, request.raw.context.id)
    sendError(request, reply, known ?? apiError('internal'))
  })
  const methods = collectMethods(app)
  // A hook instead of a not-found handler, because Fastify would read the body before calling that.
  app.addHook('onRequest', (request, reply, done) => {
    if (isHostMissing(request)) sendError(request, reply.header('connection', 'close'), apiError('request_malformed'))
    else if (request.is404 || hasEmptySegment(request)) sendNotFound(request, reply, methods(request.url))
    else done()
  })
}

/** RFC 9112 requires a 400 for a request without Host. */
function isHostMissing({ raw }: FastifyRequest): boolean {
  return raw.httpVersion === '1.1' && raw.headers.host === undefined
}

/** Whether a double or trailing slash made a parameter of the path empty. */
function hasEmptySegment({ params }: FastifyRequest): boolean {
  return Object.values(params as Record<string, string>).includes('')
}

function sendNotFound(request: FastifyRequest, reply: FastifyReply, allowed: readonly string[]): void {
  if (allowed.length > 0) reply.header('allow', allowed.join(', '))
  sendError(request, reply, apiError(allowed.length > 0 ? 'method_not_allowed' : 'path_unknown'))
}

/** Sends an error in the vendor's format and records it for the log. */
export function sendError(request: FastifyRequest, reply: FastifyReply, error: ApiError): void {
  const errorResponse = recordError(request.raw.context, error)
  if (error.code === 'unauthorized') reply.header('www-authenticate', 'Bearer')
  // Serialized here, because a path that cannot be decoded belongs to no route and has no serializer.
  reply
    .code(errorResponse.status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(errorBody(errorResponse)))
}

function toApiError(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error
  if (error instanceof DomainError) return apiError(error.code)
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return apiError('body_too_large')
  return null
}

/** Returns a function that lists the methods of the routes that match a path. */
function collectMethods(app: FastifyInstance): (url: string) => string[] {
  const routes: { path: RegExp; method: string }[] = []
  app.addHook('onRoute', ({ url, method }) => {
    const path = new RegExp(`^${url.replaceAll('.', '\\.').replace(/:\w+/g, '[^/?]+')}$`)
    for (const each of [method].flat()) routes.push({ path, method: each })
  })
  return url => {
    const [path = ''] = url.split('?')
    return routes.filter(route => route.path.test(decodeURI(path))).map(route => route.method)
  }
}
