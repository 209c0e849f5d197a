import type { FastifyInstance } from 'fastify'
import { nestingReason, nestsTooDeep } from '../base/json.ts'

/** A body that is no JSON. It stands in for one, so that its fault is told together with the path's. */
export class Unreadable {
  readonly reason: string

  constructor(reason: string) {
    this.reason = reason
  }
}

const tooDeep = new Unreadable(nestingReason)
const wrongType = new Unreadable('must be sent with Content-Type: application/json')

/** Reads JSON and nothing else. A DELETE's body is not even read: SDKs send all sorts of them. */
export function parseBodies(app: FastifyInstance): void {
  app.addHttpMethod('DELETE', { hasBody: false, overrideExisting: true })
  app.removeAllContentTypeParsers()
  const parse = app.getDefaultJsonParser('error', 'error')
  // Fastify refuses what is no media type at all before it counts the bytes: it is to be one more wrong type.
  app.addHook('onRequest', ({ headers }, _reply, done) => {
    if (!/^\s*application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) delete headers['content-type']
    done()
  })
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (request, text: string, done) => {
    request.raw.exchange.body = text
    if (nestsTooDeep(text)) return done(null, tooDeep)
    parse(request, text, (error, value) => done(null, error === null ? value : whyNot(text)))
  })
  app.addContentTypeParser('*', { parseAs: 'string' }, (request, text: string, done) => {
    request.raw.exchange.body = text
    done(null, text === '' ? null : wrongType)
  })
}

function whyNot(text: string): Unreadable | null {
  if (text === '') return null
  try {
    JSON.parse(text)
    return new Unreadable('must not have a key __proto__ or constructor.prototype')
  } catch {
    return new Unreadable('is not valid JSON')
  }
}
