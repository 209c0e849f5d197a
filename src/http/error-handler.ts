import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { DomainError } from '../domain/error.ts'
import { ApiError, apiError, errorBody } from './error.ts'
import type { OnUnexpectedError } from './request-context.ts'
import { recordError } from './request-context.ts'

/** Answers everything that goes wrong in the vendor's envelope, each error by its row of the table. */
export function handleErrors(app: FastifyInstance, onUnexpectedError: OnUnexpectedError): void {
  app.setErrorHandler((error, request, reply) => {
    // The client went away while it sent its body: nobody is left to be told.
    if (error && error === request.raw.errored) return
    const known = toApiError(error)
    if (known === null) onUnexpectedError(error, request.raw.context.id)
    sendError(request, reply, known ?? apiError('internal'))
  })
  const methods = collectMethods(app)
  // A hook and no handler for what is not found, since Fastify would read the body ahead of that.
  app.addHook('onRequest', (request, reply, done) => {
    if (hasNoHost(request)) sendError(request, reply.header('connection', 'close'), apiError('request_malformed'))
    else if (request.is404 || hasEmptySegment(request)) sendNotFound(request, reply, methods(request.url))
    else done()
  })
}

/** RFC 9112: such a request is answered with 400. */
function hasNoHost({ raw }: FastifyRequest): boolean {
  return raw.httpVersion === '1.1' && raw.headers.host === undefined
}

/** A double or a trailing slash, where the router sees a parameter that is empty. */
function hasEmptySegment({ params }: FastifyRequest): boolean {
  return Object.values(params as Record<string, string>).includes('')
}

function sendNotFound(request: FastifyRequest, reply: FastifyReply, allowed: readonly string[]): void {
  if (allowed.length > 0) reply.header('allow', allowed.join(', '))
  sendError(request, reply, apiError(allowed.length > 0 ? 'method_not_allowed' : 'path_unknown'))
}

/** Answers in the vendor's envelope, and leaves word of why. */
export function sendError(request: FastifyRequest, reply: FastifyReply, why: ApiError): void {
  const answer = recordError(request.raw.context, why)
  if (why.code === 'unauthorized') reply.header('www-authenticate', 'Bearer')
  // The body is written here, since a path that cannot be decoded belongs to no route with a serializer.
  reply
    .code(answer.status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(errorBody(answer)))
}

function toApiError(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error
  if (error instanceof DomainError) return apiError(error.code)
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return apiError('body_too_large')
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
    return routes.filter(route => route.path.test(decodeURI(path))).map(route => route.method)
  }
}
