import type { FastifyInstance, FastifyRequest } from 'fastify'
import {
  decodeUtf8,
  encodingReason,
  escapesLoneSurrogate,
  nestingReason,
  nestsTooDeep,
  surrogateReason,
} from '../base/json.ts'

/** A body that is no JSON. It stands in for one, so that its fault is told together with the path's. */
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
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    const text = decodeUtf8(bytes)
    request.raw.exchange.body = text ?? bytes.toString()
    if (bytes.length === 0) return done(null, null)
    const wrong = wrongCoding(request)
    if (wrong !== null) return done(null, wrong)
    if (text === null) return done(null, notUtf8)
    if (nestsTooDeep(text)) return done(null, tooDeep)
    parse(request, text, (error, value) => {
      if (error !== null) done(null, isJson(text) ? forbiddenKey : notJson)
      else done(null, escapesLoneSurrogate(text, value) ? loneSurrogate : value)
    })
  })
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (request, bytes: Buffer, done) => {
    request.raw.exchange.body = bytes.toString()
    done(null, bytes.length === 0 ? null : wrongType)
  })
}

/** A body that is compressed, by either header, cannot be read. */
function wrongCoding({ headers }: FastifyRequest): Unreadable | null {
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
