import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { Refusal } from '../domain/refusal.ts'
import { errorBody, Refused, refused } from './error.ts'
import type { OnUnforeseen } from './exchange.ts'
import { noteRefusal } from './exchange.ts'

/** Answers everything that goes wrong in the vendor's envelope, each error by its row of the table. */
export function answerErrors(app: FastifyInstance, onUnforeseen: OnUnforeseen): void {
  app.setErrorHandler((error, request, reply) => {
    // The client went away while it sent its body: nobody is left to be told.
    if (error && error === request.raw.errored) return
    const known = toRefused(error)
    if (known === null) onUnforeseen(error, request.raw.exchange.id)
    refuse(request, reply, known ?? refused('internal'))
  })
  const methods = collectMethods(app)
  // A hook and no handler for what is not found, since Fastify would read the body ahead of that.
  app.addHook('onRequest', (request, reply, done) => {
    if (hasNoHost(request)) refuse(request, reply.header('connection', 'close'), refused('request_malformed'))
    else if (request.is404 || hasEmptySegment(request)) refuseUnknown(request, reply, methods(request.url))
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

function refuseUnknown(request: FastifyRequest, reply: FastifyReply, allowed: readonly string[]): void {
  if (allowed.length > 0) reply.header('allow', allowed.join(', '))
  refuse(request, reply, refused(allowed.length > 0 ? 'method_not_allowed' : 'path_unknown'))
}

/** Answers in the vendor's envelope, and leaves word of why. */
export function refuse(request: FastifyRequest, reply: FastifyReply, why: Refused): void {
  const answer = noteRefusal(request.raw.exchange, why)
  if (why.code === 'unauthorized') reply.header('www-authenticate', 'Bearer')
  // The body is written here, since a path that cannot be decoded belongs to no route with a serializer.
  reply
    .code(answer.status)
    .type('application/json; charset=utf-8')
    .send(JSON.stringify(errorBody(answer)))
}

function toRefused(error: unknown): Refused | null {
  if (error instanceof Refused) return error
  if (error instanceof Refusal) return refused(error.code)
  const code = error instanceof Error && 'code' in error ? error.code : null
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return refused('body_too_large')
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
