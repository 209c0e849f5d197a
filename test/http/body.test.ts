import { brotliCompressSync, gzipSync } from 'node:zlib'
import t from 'tap'
import { row } from '../behavior.ts'
import type { Refused } from '../responses.ts'
import { badApplication, badTrunk, configuration, invalid, number, outcome, refused, unchanged } from '../responses.ts'
import type { Call } from '../server.ts'
import { onEachStore } from '../server.ts'
import { speak } from '../wire.ts'

const valid = '{"trunk_id":"trunk_abc123","application_id":"app_xyz789"}'
const because = (reason: string) => invalid({ field: 'body', reason })
const required = because('a JSON object is required')
const noJson = because('is not valid JSON')
const tooDeep = because('must not nest deeper than 64 levels')
const wrongType = because('must be sent with Content-Type: application/json')
const notUtf8 = because('is not valid UTF-8')
const loneSurrogate = because('must not contain a lone surrogate')
const encoded = because('must be sent without Content-Encoding')
const transferEncoded = because('must be sent with no Transfer-Encoding but chunked')
const badKey = because('must not have a key __proto__ or constructor.prototype')
const withField = (json: string) => valid.replace('}', `,"x":${json}}`)
const coded = (coding: string, body: Buffer): Call => ({ body, headers: { 'content-encoding': coding } })
const typed = (type: string, body = valid): Call => ({ body, headers: { 'content-type': type } })

const unreadable: Record<string, [Call, Refused]> = {
  'no body': [{}, required],
  'no body, and a JSON type': [{ headers: { 'content-type': 'application/json' } }, required],
  'an empty body': [{ body: '' }, required],
  'an empty body of another type': [typed('text/plain', ''), required],
  'an empty body of a malformed type': [typed('banana', ''), required],
  'an empty body in chunks': [
    { body: '', headers: { 'content-type': 'text/plain', 'content-length': '', 'transfer-encoding': 'chunked' } },
    required,
  ],
  null: [{ body: 'null' }, required],
  'an array': [{ body: `[${valid}]` }, because('must be a JSON object, not an array')],
  'a string': [{ body: '"trunk_abc123"' }, because('must be a JSON object, not a string')],
  'a number': [{ body: '5' }, because('must be a JSON object, not a number')],
  'a boolean': [{ body: 'true' }, because('must be a JSON object, not a boolean')],
  'half an object': [{ body: valid.slice(0, -1) }, noJson],
  'more than an object': [{ body: `${valid}${valid}` }, noJson],
  'white space': [{ body: ' \n' }, noJson],
  'single quotes': [{ body: valid.replaceAll('"', "'") }, noJson],
  'a form': [{ body: 'trunk_id=trunk_abc123&application_id=app_xyz789' }, noJson],
  'arrays without end': [{ body: '['.repeat(60_000) }, tooDeep],
  'arrays in arrays': [{ body: valid.replace('}', `,"x":${'['.repeat(64)}${']'.repeat(64)}}`) }, tooDeep],
  'objects in objects': [{ body: `${'{"x":'.repeat(5_000)}1${'}'.repeat(5_000)}` }, tooDeep],
  'a NUL': [{ body: '\0' }, noJson],
  __proto__: [{ body: '{"__proto__":{"trunk_id":"trunk_abc123","application_id":"app_xyz789"}}' }, badKey],
  '__proto__ within': [{ body: valid.replace('}', ',"x":[{"__proto__":null}]}') }, badKey],
  '__proto__ in disguise': [{ body: valid.replace('}', ',"\\u005f_proto__":{}}') }, badKey],
  'constructor.prototype': [{ body: valid.replace('}', ',"constructor":{"prototype":{}}}') }, badKey],
  'no type': [{ body: valid, headers: { 'content-type': '' } }, wrongType],
  'a form’s type': [typed('application/x-www-form-urlencoded'), wrongType],
  'plain text': [typed('text/plain'), wrongType],
  'another JSON': [typed('application/vnd.api+json'), wrongType],
  'almost JSON': [typed('application/jsonp'), wrongType],
  'any type': [typed('*/*'), wrongType],
  'half a type': [typed('application/'), wrongType],
  'no type at all': [typed('banana'), wrongType],
  'two types': [typed('application/json, text/plain'), wrongType],
}

row(t, 'body-unreadable', t =>
  onEachStore(t, {}, (t, server) =>
    unchanged(t, server, async () => {
      for (const [what, [sent, expected]] of Object.entries(unreadable)) {
        t.strictSame(outcome(await server.call('POST', `${number}/assign`, sent)), expected, `trunk: ${what}`)
        const application = await server.call('POST', `${number}/application`, sent)
        t.strictSame(outcome(application), expected, `application: ${what}`)
      }
      for (const id of [5, '', null, {}, [], true, ['trunk_abc123'], { id: 'trunk_abc123' }]) {
        const body = { trunk_id: id, application_id: id }
        t.strictSame(outcome(await server.call('POST', `${number}/assign`, { body })), badTrunk, 'nothing is coerced')
        t.strictSame(outcome(await server.call('POST', `${number}/application`, { body })), badApplication)
      }
    }),
  ),
)

const readable = {
  'a charset': typed('application/json; charset=utf-8'),
  'a type in capitals': typed('APPLICATION/JSON;CHARSET=UTF-8'),
  'a charset in quotes': typed('application/json; charset="utf-8"'),
  'white space around': { body: ` \n${valid}\r\n` },
  'a byte order mark': { body: `\ufeff${valid}` },
  'arrays in arrays, 64 levels in all': { body: valid.replace('}', `,"x":${'['.repeat(63)}${']'.repeat(63)}}`) },
  'brackets and escaped quotes in a text': { body: valid.replace('}', `,"x":"\\"${'['.repeat(100)}\\\\"}`) },
  'many arrays side by side': { body: valid.replace('}', `,"x":[${'[],'.repeat(100)}[]]}`) },
  'no Content-Encoding by name': coded('Identity', Buffer.from(valid)),
  chunks: { body: valid, headers: { 'transfer-encoding': 'chunked', 'content-length': '' } },
  'characters of one to four bytes': { body: withField('"a\u00e9\u20ac\u{1f600}"') },
  'both halves of a surrogate pair as escapes': { body: withField('"\\ud83d\\ude00"') },
  'the text of an escape': { body: withField('"\\\\ud83d"') },
  'a constructor that is harmless': { body: valid.replace('}', ',"constructor":1}') },
}

t.test('JSON may come with a charset, white space and a byte order mark, and in any characters', t =>
  onEachStore(t, {}, async (t, { call }) => {
    for (const [what, sent] of Object.entries(readable)) {
      await call('DELETE', `${number}/assign`)
      const answer = await call('POST', `${number}/assign`, sent)
      t.strictSame(outcome(answer), [200, configuration({ trunk_id: 'trunk_abc123' })], what)
    }
  }),
)

const encodings: Record<string, [Call, Refused]> = {
  'Latin-1': [{ body: Buffer.from(withField('"caf\u00e9"'), 'latin1') }, notUtf8],
  'Latin-1, and its charset': [
    {
      body: Buffer.from(withField('"caf\u00e9"'), 'latin1'),
      headers: { 'content-type': 'application/json; charset=iso-8859-1' },
    },
    notUtf8,
  ],
  'UTF-16': [{ body: Buffer.from(`\ufeff${valid}`, 'utf16le') }, notUtf8],
  'half a character': [{ body: Buffer.from(withField('"\u00e9')).subarray(0, -2) }, notUtf8],
  'a surrogate in UTF-8': [{ body: Buffer.from(withField('"\xed\xa0\x80"'), 'latin1') }, notUtf8],
  'a slash of two bytes': [{ body: Buffer.from(withField('"\xc0\xaf"'), 'latin1') }, notUtf8],
  'a lone surrogate': [{ body: withField('"\\ud83d"') }, loneSurrogate],
  'a lone surrogate in capitals': [{ body: withField('"\\uDE00"') }, loneSurrogate],
  'surrogates in the wrong order': [{ body: withField('"\\ude00\\ud83d"') }, loneSurrogate],
  'a lone surrogate in a name': [{ body: withField('{"\\udfff":1}') }, loneSurrogate],
  'a lone surrogate within': [{ body: withField('[{"y":[null,"\\ud800"]}]') }, loneSurrogate],
  gzip: [coded('gzip', gzipSync(valid)), encoded],
  'gzip in capitals': [coded('GZIP', gzipSync(valid)), encoded],
  Brotli: [coded('br', brotliCompressSync(valid)), encoded],
  'gzip and none': [coded('gzip, identity', gzipSync(valid)), encoded],
  'gzip, which it is not': [coded('gzip', Buffer.from(valid)), encoded],
  'gzip as Transfer-Encoding': [
    { body: gzipSync(valid), headers: { 'transfer-encoding': 'gzip, chunked', 'content-length': '' } },
    transferEncoded,
  ],
}

row(t, 'body-encoding', t =>
  onEachStore(t, {}, (t, server) =>
    unchanged(t, server, async () => {
      for (const [what, [sent, expected]] of Object.entries(encodings)) {
        for (const path of [`${number}/assign`, `${number}/application`])
          t.strictSame(outcome(await server.call('POST', path, sent)), expected, what)
      }
    }),
  ),
)

row(t, 'body-large', t =>
  onEachStore(t, {}, async (t, server) => {
    const padded = (size: number) => valid.replace('}', `,"x":"${'x'.repeat(size - valid.length - 7)}"}`)
    const large = refused(413, 'PAYLOAD_TOO_LARGE', 'Request body too large')
    const chunked = { 'transfer-encoding': 'chunked', 'content-length': '' }
    await unchanged(t, server, async () => {
      for (const headers of [{}, chunked, { 'content-type': 'text/plain' }, { 'content-type': 'banana' }]) {
        const answer = await server.call('POST', `${number}/assign`, { body: padded(64 * 1024 + 1), headers })
        t.strictSame(outcome(answer), large, JSON.stringify(headers))
      }
      const head = `POST ${number}/assign HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer tvx_sk_test_sandbox\r\n`
      const announced = await speak(
        server.port,
        `${head}Content-Type: application/json\r\nContent-Length: 65537\r\n\r\n`,
      )
      t.strictSame(announced.map(outcome), [large], 'as soon as it is announced, and the connection is closed')
    })
    for (const headers of [{}, chunked]) {
      const most = await server.call('POST', `${number}/assign`, { body: padded(64 * 1024), headers })
      t.strictSame(outcome(most), [200, configuration({ trunk_id: 'trunk_abc123' })], '64 KiB is not over')
    }
  }),
)
