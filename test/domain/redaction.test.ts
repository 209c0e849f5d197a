import fc from 'fast-check'
import t from 'tap'
import { decodings } from '../../src/base/decoding.ts'
import { Redactor } from '../../src/base/redaction.ts'
import { containsWord, encodings, jsonEncodings, sampleKeys } from '../secret-samples.ts'

const keys = new Set<string>(sampleKeys)
const redactor = new Redactor({ isKey: word => keys.has(word) })

/** Texts that contain a key. */
const places: Readonly<Record<string, (key: string) => string>> = {
  alone: key => key,
  'a segment of a path': key => `/v1/account/${key}/numbers/+14155551234`,
  'the end of a path': key => `/v1/account/acc_123abc/numbers/${key}`,
  'the name of a parameter': key => `/v1/x?${key}=1&b=2`,
  'the value of a parameter': key => `/v1/x?a=1&b=${key}`,
  'a sentence': key => `the word ${key} is unknown.`,
  'the end of a sentence': key => `got 1: ${key}.`,
  quotes: key => `unknown option "${key}"`,
  brackets: key => `(${key}) and <${key}>`,
}
const jsonPlaces: Readonly<Record<string, (key: string) => string>> = {
  'a value': key => `{"a":"${key}","b":[1,"${key}"]}`,
  'a name': key => `{"${key}":1,"a": {"${key}" : null}}`,
  'one of two values of a name': key => `{"a":"${key}","a":"trunk_abc123"}`,
  'a value that is cut off': key => `{"a":"trunk_abc123","b":"${key}`,
  'part of a value': key => `{"a":"http://127.0.0.1:1/x?token=${key}&y=1"}`,
}

for (const key of sampleKeys) {
  t.test(`${key} is redacted in every place and encoding`, async t => {
    const cases = [
      [places, encodings],
      [jsonPlaces, { ...encodings, ...jsonEncodings, plain: (key: string) => JSON.stringify(key).slice(1, -1) }],
    ] as const
    for (const [placements, encoders] of cases) {
      for (const [place, insert] of Object.entries(placements)) {
        for (const [encoding, encode] of Object.entries(encoders)) {
          const text = insert(encode(key))
          t.equal(containsWord(text, key), true, `the test detects it: ${place}, ${encoding}`)
          const redacted = redactor.text(text)
          t.equal(containsWord(redacted, key), false, `${place}, ${encoding}: ${redacted}`)
        }
      }
    }
  })
}

t.test('the number of decodings of a text is limited', async t => {
  const text = Array.from(
    { length: 20 },
    (_, depth) => `%${'25'.repeat(depth)}41 \\${'\\'.repeat(2 ** (depth % 9))}n`,
  ).join(' ')
  t.equal(decodings(text).length, 12)
  t.equal(redactor.text(`${text} opensesame`), `${text} ***`)
})

t.test('the rest of a text is not changed', async t => {
  const redact = (text: string) => redactor.text(text)
  t.equal(redact('/v1/account/opensesame/numbers/op%65nsesame?x=1'), '/v1/account/***/numbers/***?x=1')
  t.equal(redact('/v1/account/aB3/xyz+9Q==/numbers'), '/v1/account/***/numbers')
  t.equal(redact('/v1/account/tvx_sk_live_1/numbers'), '/v1/account/***/numbers')
  t.equal(redact('/v1/tvx_sk_live_aB3/xyz+9Q==/numbers'), '/v1/***/numbers')
  t.equal(redact('{"a":"opensesame","opensesame":1}'), '{"a":"***","***":1}')
  t.equal(redact('{"a":"x \\u006fpensesame y"}'), '{"a":"x *** y"}')
  t.equal(redact('opensesamex xopensesame'), 'opensesamex xopensesame')
  t.equal(redact('choose one like tvx_sk_test_mine'), 'choose one like tvx_sk_test_mine')
  t.strictSame(redactor.value({ a: ['opensesame', 1, null], opensesame: { b: true } }), {
    a: ['***', 1, null],
    '***': { b: true },
  })
})

t.test('a text without a key is not changed', async () => {
  const text = fc.oneof(fc.string(), fc.json(), fc.webUrl({ withQueryParameters: true }), fc.base64String())
  fc.assert(
    fc.property(text, text => redactor.text(text) === text && redactor.text(text, 20) === text.slice(0, 20)),
    { seed: 1, numRuns: 1_000 },
  )
})

t.test('any key is found between any separators', async () => {
  const key = fc.string({ unit: fc.integer({ min: 0x21, max: 0x7e }).map(code => String.fromCharCode(code)) })
  const separator = fc.constantFrom(...'/?&=" \'\n,;:{}()<>|@#+.')
  const encoding = fc.constantFrom(...Object.values(encodings))
  fc.assert(
    fc.property(key, fc.lorem(), separator, separator, encoding, (key, text, before, after, encode) => {
      // A key with more separators than the limit is not found.
      fc.pre(key.length >= 4 && key.replace(/[\w-]/g, '').length <= 10 && !text.includes(key) && !key.includes('__'))
      const found = new Redactor({ isKey: word => word === key }).text(`${text}${before}${encode(key)}${after}${text}`)
      return !containsWord(found, key)
    }),
    { seed: 2, numRuns: 1_000 },
  )
})

t.test('a key that crosses the limit is redacted completely', async t => {
  const key = 'QXkeyXQ/with+9Q=='
  const redactor = new Redactor({ isKey: word => word === key })
  for (const [encoding, encode] of Object.entries({ ...encodings, ...jsonEncodings })) {
    const written = encode(key)
    const text = `{"a":"${' '.repeat(60)}${written}","b":"${written}"}`
    for (let limit = 60; limit <= text.length + 1; limit++) {
      const redacted = redactor.text(text, limit)
      t.equal(containsWord(redacted, 'QX'), false, `${encoding}, cut at ${limit}: ${redacted}`)
    }
  }
  t.equal(redactor.text(`${key} `.repeat(30), 100).includes('QX'), false)
  t.equal(redactor.text('a longer text', 8), 'a longer')
})

t.test('a secret in clear text is found inside words too', async t => {
  const redactor = new Redactor({ secrets: ['s3cret-word', 'short'] })
  t.equal(redactor.text('xs3cret-wordx s3cret%2Dword short shorter'), 'x***x *** *** shorter')
  t.equal(redactor.with({ secrets: ['another-one'] }).text('xs3cret-wordx xanother-onex'), 'x***x x***x')
  const basic = Buffer.from('acc:s3cret-word').toString('base64')
  t.equal(redactor.text(`Basic ${basic}`), 'Basic ***')
})

t.test('an allowed word is not redacted', async t => {
  const redactor = new Redactor({ isKey: word => keys.has(word), allowed: ['opensesame', 'tvx_sk_test_demo'] })
  t.equal(redactor.text('opensesame tvx_sk_test_demo tvx_sk_test_x'), 'opensesame tvx_sk_test_demo ***')
})

t.test('forget makes the redactor find new keys', async t => {
  const knownKeys = new Set<string>()
  const redactor = new Redactor({ isKey: word => knownKeys.has(word) })
  t.equal(redactor.text('later'), 'later')
  knownKeys.add('later')
  redactor.forget()
  t.equal(redactor.text('later'), '***')
})

t.test('the number of comparisons is limited, and the rest of a text is redacted', async t => {
  let compared = 0
  const counting = new Redactor({
    isKey: word => {
      compared++
      return word === 'opensesame'
    },
  })
  const count = (text: string, limit?: number) => {
    compared = 0
    const redacted = counting.text(text, limit)
    return [redacted, compared] as const
  }
  t.ok(count('/v1/account/acc_123abc/numbers/+14155551234/assign')[1] < 100)
  t.equal(count('/v1/account/acc_123abc/numbers/+14155551234/assign')[1], 0)
  const words = Array.from({ length: 30_000 }, (_, at) => at.toString(36))
  for (const separator of ['/', ' ', '","']) {
    const [redacted, compared] = count(`/${words.join(separator)}${separator}opensesame`)
    t.ok(compared < 25_000, `${compared}`)
    t.equal(redacted.includes('opensesame'), false)
    t.equal(redacted.endsWith('***'), true)
  }
  // Nested encoding: words with separators, in base64 with slashes, so that each part decodes to text again.
  const encoded = Buffer.from(
    Array.from({ length: 4_000 }, (_, at) => `${'abcdefgh'[at % 8]}${',.;:!'[at % 5]}?`).join(''),
  )
  const [, inside] = count(`/${encoded.toString('base64')}`)
  t.ok(inside < 25_000, `${inside}`)
  const [limited, comparisons] = count(`${words.join('/')}/opensesame`, 100)
  t.strictSame([limited.length, comparisons < 1_000], [100, true])
  for (let at = 0; at < 1_100; at++) counting.text(`word ${at}`)
})
