import { brotliCompressSync, gzipSync } from 'node:zlib'
import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import type { ExpectedError } from '../responses.ts'
import {
  assertUnchanged,
  configuration,
  errorResponse,
  invalid,
  invalidApplicationId,
  invalidTrunkId,
  number,
  statusAndBody,
} from '../responses.ts'
import type { CallOptions } from '../server.ts'
import { onEachStore } from '../server.ts'
import { sendBytes } from '../wire.ts'

const valid = '{"trunk_id":"trunk_abc123","application_id":"app_xyz789"}'
const bodyError = (reason: string) => invalid({ field: 'body', reason })
const required = bodyError('a JSON object is required')
const notJson = bodyError('is not valid JSON')
const tooDeep = bodyError('must not nest deeper than 64 levels')
const wrongType = bodyError('must be sent with Content-Type: application/json')
const notUtf8 = bodyError('is not valid UTF-8')
const loneSurrogate = bodyError('must not contain a lone surrogate')
const contentEncoded = bodyError('must be sent without Content-Encoding')
const transferEncoded = bodyError('must be sent with no Transfer-Encoding but chunked')
const forbiddenKey = bodyError('must not have a key __proto__ or constructor.prototype')
const withField = (json: string) => valid.replace('}', `,"x":${json}}`)
const withEncoding = (encoding: string, body: Buffer): CallOptions => ({
  body,
  headers: { 'content-encoding': encoding },
})
const withType = (type: string, body = valid): CallOptions => ({ body, headers: { 'content-type': type } })

const unreadable: Record<string, [CallOptions, ExpectedError]> = {
  'no body': [{}, required],
  'no body, and a JSON type': [{ headers: { 'content-type': 'application/json' } }, required],
  'an empty body': [{ body: '' }, required],
  'an empty body of another type': [withType('text/plain', ''), required],
  'an empty body of a malformed type': [withType('banana', ''), required],
  'an empty body in chunks': [
    { body: '', headers: { 'content-type': 'text/plain', 'content-length': '', 'transfer-encoding': 'chunked' } },
    required,
  ],
  null: [{ body: 'null' }, required],
  'an array': [{ body: `[${valid}]` }, bodyError('must be a JSON object, not an array')],
  'a string': [{ body: '"trunk_abc123"' }, bodyError('must be a JSON object, not a string')],
  'a number': [{ body: '5' }, bodyError('must be a JSON object, not a number')],
  'a boolean': [{ body: 'true' }, bodyError('must be a JSON object, not a boolean')],
  'an incomplete object': [{ body: valid.slice(0, -1) }, notJson],
  'two objects': [{ body: `${valid}${valid}` }, notJson],
  'white space': [{ body: ' \n' }, notJson],
  'single quotes': [{ body: valid.replaceAll('"', "'") }, notJson],
  'a form': [{ body: 'trunk_id=trunk_abc123&application_id=app_xyz789' }, notJson],
  'unclosed arrays': [{ body: '['.repeat(60_000) }, tooDeep],
  'arrays in arrays': [{ body: valid.replace('}', `,"x":${'['.repeat(64)}${']'.repeat(64)}}`) }, tooDeep],
  'objects in objects': [{ body: `${'{"x":'.repeat(5_000)}1${'}'.repeat(5_000)}` }, tooDeep],
  'a NUL': [{ body: '\0' }, notJson],
  __proto__: [{ body: '{"__proto__":{"trunk_id":"trunk_abc123","application_id":"app_xyz789"}}' }, forbiddenKey],
  'a nested __proto__': [{ body: valid.replace('}', ',"x":[{"__proto__":null}]}') }, forbiddenKey],
  'an escaped __proto__': [{ body: valid.replace('}', ',"\\u005f_proto__":{}}') }, forbiddenKey],
  'constructor.prototype': [{ body: valid.replace('}', ',"constructor":{"prototype":{}}}') }, forbiddenKey],
  'no type': [{ body: valid, headers: { 'content-type': '' } }, wrongType],
  'a form’s type': [withType('application/x-www-form-urlencoded'), wrongType],
  'plain text': [withType('text/plain'), wrongType],
  'another JSON type': [withType('application/vnd.api+json'), wrongType],
  'almost JSON': [withType('application/jsonp'), wrongType],
  'any type': [withType('*/*'), wrongType],
  'an incomplete type': [withType('application/'), wrongType],
  'an invalid type': [withType('banana'), wrongType],
  'two types': [withType('application/json, text/plain'), wrongType],
}

behaviorTest(t, 'body-unreadable', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      for (const [what, [sent, expected]] of Object.entries(unreadable)) {
        t.strictSame(statusAndBody(await server.call('POST', `${number}/assign`, sent)), expected, `trunk: ${what}`)
        const application = await server.call('POST', `${number}/application`, sent)
        t.strictSame(statusAndBody(application), expected, `application: ${what}`)
      }
      for (const id of [5, '', null, {}, [], true, ['trunk_abc123'], { id: 'trunk_abc123' }]) {
        const body = { trunk_id: id, application_id: id }
        t.strictSame(
          statusAndBody(await server.call('POST', `${number}/assign`, { body })),
          invalidTrunkId,
          'values are not coerced',
        )
        t.strictSame(statusAndBody(await server.call('POST', `${number}/application`, { body })), invalidApplicationId)
      }
    }),
  ),
)

const readable = {
  'a charset': withType('application/json; charset=utf-8'),
  'a type in capitals': withType('APPLICATION/JSON;CHARSET=UTF-8'),
  'a charset in quotes': withType('application/json; charset="utf-8"'),
  'surrounding white space': { body: ` \n${valid}\r\n` },
  'a byte order mark': { body: `\ufeff${valid}` },
  'arrays in arrays, 64 levels in all': { body: valid.replace('}', `,"x":${'['.repeat(63)}${']'.repeat(63)}}`) },
  'brackets and escaped quotes in a string': { body: valid.replace('}', `,"x":"\\"${'['.repeat(100)}\\\\"}`) },
  'many adjacent arrays': { body: valid.replace('}', `,"x":[${'[],'.repeat(100)}[]]}`) },
  'the Content-Encoding identity': withEncoding('Identity', Buffer.from(valid)),
  chunks: { body: valid, headers: { 'transfer-encoding': 'chunked', 'content-length': '' } },
  'characters of one to four bytes': { body: withField('"a\u00e9\u20ac\u{1f600}"') },
  'both halves of a surrogate pair as escapes': { body: withField('"\\ud83d\\ude00"') },
  'an escaped backslash before ud83d': { body: withField('"\\\\ud83d"') },
  'a harmless constructor': { body: valid.replace('}', ',"constructor":1}') },
}

t.test('JSON can have a charset, white space, a byte order mark and any characters', t =>
  onEachStore(t, {}, async (t, { call }) => {
    for (const [what, sent] of Object.entries(readable)) {
      await call('DELETE', `${number}/assign`)
      const response = await call('POST', `${number}/assign`, sent)
      t.strictSame(statusAndBody(response), [200, configuration({ trunk_id: 'trunk_abc123' })], what)
    }
  }),
)

const encodings: Record<string, [CallOptions, ExpectedError]> = {
  'Latin-1': [{ body: Buffer.from(withField('"caf\u00e9"'), 'latin1') }, notUtf8],
  'Latin-1 with its charset': [
    {
      body: Buffer.from(withField('"caf\u00e9"'), 'latin1'),
      headers: { 'content-type': 'application/json; charset=iso-8859-1' },
    },
    notUtf8,
  ],
  'UTF-16': [{ body: Buffer.from(`\ufeff${valid}`, 'utf16le') }, notUtf8],
  'an incomplete character': [{ body: Buffer.from(withField('"\u00e9')).subarray(0, -2) }, notUtf8],
  'a surrogate in UTF-8': [{ body: Buffer.from(withField('"\xed\xa0\x80"'), 'latin1') }, notUtf8],
  'a slash of two bytes': [{ body: Buffer.from(withField('"\xc0\xaf"'), 'latin1') }, notUtf8],
  'a lone surrogate': [{ body: withField('"\\ud83d"') }, loneSurrogate],
  'a lone surrogate in capitals': [{ body: withField('"\\uDE00"') }, loneSurrogate],
  'surrogates in the wrong order': [{ body: withField('"\\ude00\\ud83d"') }, loneSurrogate],
  'a lone surrogate in a name': [{ body: withField('{"\\udfff":1}') }, loneSurrogate],
  'a nested lone surrogate': [{ body: withField('[{"y":[null,"\\ud800"]}]') }, loneSurrogate],
  gzip: [withEncoding('gzip', gzipSync(valid)), contentEncoded],
  'gzip in capitals': [withEncoding('GZIP', gzipSync(valid)), contentEncoded],
  Brotli: [withEncoding('br', brotliCompressSync(valid)), contentEncoded],
  'gzip and identity': [withEncoding('gzip, identity', gzipSync(valid)), contentEncoded],
  'plain text declared as gzip': [withEncoding('gzip', Buffer.from(valid)), contentEncoded],
  'gzip as Transfer-Encoding': [
    { body: gzipSync(valid), headers: { 'transfer-encoding': 'gzip, chunked', 'content-length': '' } },
    transferEncoded,
  ],
}

behaviorTest(t, 'body-encoding', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      for (const [what, [sent, expected]] of Object.entries(encodings)) {
        for (const path of [`${number}/assign`, `${number}/application`])
          t.strictSame(statusAndBody(await server.call('POST', path, sent)), expected, what)
      }
    }),
  ),
)

behaviorTest(t, 'body-large', t =>
  onEachStore(t, {}, async (t, server) => {
    const padded = (size: number) => valid.replace('}', `,"x":"${'x'.repeat(size - valid.length - 7)}"}`)
    const large = errorResponse(413, 'PAYLOAD_TOO_LARGE', 'Request body too large')
    const chunked = { 'transfer-encoding': 'chunked', 'content-length': '' }
    await assertUnchanged(t, server, async () => {
      for (const headers of [{}, chunked, { 'content-type': 'text/plain' }, { 'content-type': 'banana' }]) {
        const response = await server.call('POST', `${number}/assign`, { body: padded(64 * 1024 + 1), headers })
        t.strictSame(statusAndBody(response), large, JSON.stringify(headers))
      }
      const head = `POST ${number}/assign HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer tvx_sk_test_sandbox\r\n`
      const announced = await sendBytes(
        server.port,
        `${head}Content-Type: application/json\r\nContent-Length: 65537\r\n\r\n`,
      )
      t.strictSame(
        announced.map(statusAndBody),
        [large],
        'the announced length is rejected, and the connection is closed',
      )
    })
    for (const headers of [{}, chunked]) {
      const allowed = await server.call('POST', `${number}/assign`, { body: padded(64 * 1024), headers })
      t.strictSame(statusAndBody(allowed), [200, configuration({ trunk_id: 'trunk_abc123' })], '64 KiB is allowed')
    }
  }),
)
