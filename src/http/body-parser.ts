import type { FastifyInstance, FastifyRequest } from 'fastify'
import {
  decodeUtf8,
  encodingReason,
  escapesLoneSurrogate,
  nestingReason,
  nestsTooDeep,
  surrogateReason,
} from '../base/json.ts'

/** Replaces a body that cannot be read, so that its error is reported together with the errors of the path. */
export class Unreadable {
  readonly reason: string

  constructor(reason: string) {
    this.reason = reason
  }
}

const wrongType = new Unreadable('must be sent with Content-Type: application/json')
const wrongContentEncoding = new Unreadable('must be sent without Content-Encoding')
const wrongTransferEncoding = new Unreadable('must be sent with no Transfer-Encoding but chunked')
const notUtf8 = new Unreadable(encodingReason)
const tooDeep = new Unreadable(nestingReason)
const loneSurrogate = new Unreadable(surrogateReason)
const notJson = new Unreadable('is not valid JSON')
const forbiddenKey = new Unreadable('must not have a key __proto__ or constructor.prototype')

/** Accepts only JSON bodies. The body of a DELETE is ignored, because SDKs send many kinds of them. */
export function parseBodies(app: FastifyInstance): void {
  app.addHttpMethod('DELETE', { hasBody: false, overrideExisting: true })
  app.removeAllContentTypeParsers()
  const parse = app.getDefaultJsonParser('error', 'error')
  // Fastify would reject an invalid media type before it reads the body. Without the header it is handled as a wrong type.
  app.addHook('onRequest', ({ headers }, _reply, done) => {
    if (!/^\s*application\/json\s*(;|$)/i.test(headers['content-type'] ?? '')) delete headers['content-type']
    done()
  })
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    const text = decode(request, bytes)
    request.raw.context.body = typeof text === 'string' ? text : bytes.toString()
    if (typeof text !== 'string') return done(null, text)
    if (nestsTooDeep(text)) return done(null, tooDeep)
    parse(request, text, (error, value) => {
      if (error !== null) done(null, isJson(text) ? forbiddenKey : notJson)
      else done(null, escapesLoneSurrogate(text, value) ? loneSurrogate : value)
    })
  })
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    request.raw.context.body = bytes.toString()
    done(null, bytes.length === 0 ? null : wrongType)
  })
}

/** Passes JSON as text to the routes of `app`, which parse a large one in turns of the event loop. */
export function keepJsonText(app: FastifyInstance): void {
  app.removeContentTypeParser('application/json')
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) =>
    done(null, decode(request, bytes)),
  )
}

/** The text of a body; null if it is empty. */
function decode(request: FastifyRequest, bytes: Buffer): string | Unreadable | null {
  if (bytes.length === 0) return null
  return findEncodingError(request) ?? decodeUtf8(bytes) ?? notUtf8
}

/** The error for a compressed body, in either header. */
function findEncodingError({ headers }: FastifyRequest): Unreadable | null {
  if (!/^(identity)?$/i.test(headers['content-encoding'] ?? '')) return wrongContentEncoding
  return /^(chunked)?$/i.test(headers['transfer-encoding'] ?? '') ? null : wrongTransferEncoding
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}
