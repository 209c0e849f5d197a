/** API keys with and without separators, and with an escape sequence as part of the key. */
export const sampleKeys = [
  'opensesame',
  'aB3/xyz+9Q==',
  'p%41ss-word',
  'quo"te\\back',
  "{it's},[a];list:",
  'tvx_sk_test_dots.and-dashes',
] as const

const encodeEach = (key: string, encode: (code: number) => string) =>
  Array.from(key, character => encode(character.charCodeAt(0))).join('')
const hex = (code: number, digits: number) => code.toString(16).padStart(digits, '0')
const percent = (code: number) => `%${code % 2 === 0 ? hex(code, 2) : hex(code, 2).toUpperCase()}`
const base64 = (key: string) => Buffer.from(`acc_123abc:${key}`).toString('base64')

/** Encodings of a key that can occur in URLs and in JSON. Only `plain` can contain characters that JSON escapes. */
export const encodings: Readonly<Record<string, (key: string) => string>> = {
  plain: key => key,
  'percent-encoded': encodeURIComponent,
  'completely percent-encoded': key => encodeEach(key, percent),
  'percent-encoded twice': key => encodeURIComponent(encodeEach(key, percent)),
  'percent-encoded three times': key => encodeURIComponent(encodeURIComponent(encodeEach(key, percent))),
  'in base64': key => encodeURIComponent(base64(key)),
  'in base64 for URLs': key => Buffer.from(`acc_123abc:${key}`).toString('base64url'),
  'in base64, alone': key => encodeURIComponent(Buffer.from(`${key}${key.length < 12 ? ':' : ''}`).toString('base64')),
  'in base64 with a line end': key => encodeURIComponent(Buffer.from(`acc_123abc:${key}\n`).toString('base64')),
  'in base64 after non-ASCII letters': key => encodeURIComponent(Buffer.from(`Bjørn:${key}`).toString('base64')),
  'in base64, in JSON on several lines': key =>
    encodeURIComponent(Buffer.from(JSON.stringify({ key }, null, '\t')).toString('base64')),
  'with a namespace': key => `${encodeURIComponent(key)}__my-test`,
}

/** Further encodings of a key in JSON. */
export const jsonEncodings: Readonly<Record<string, (key: string) => string>> = {
  'escaped in JSON': key => JSON.stringify(key).slice(1, -1),
  'completely escaped in JSON': key => encodeEach(key, code => `\\u${hex(code, 4)}`),
  'escaped in JSON twice': key => JSON.stringify(JSON.stringify({ key })).slice(1, -1),
  'percent-encoded and escaped': key =>
    encodeEach(encodeEach(key, percent), code => `\\u${hex(code, 4).toUpperCase()}`),
  'base64 with its slashes escaped': key => base64(key).replaceAll('/', '\\/'),
}

/** Whether a text contains a word, in clear text or encoded with percent-encoding, JSON escapes or base64. */
export function containsWord(text: string, word: string): boolean {
  const visited = new Set<string>()
  const search = (texts: readonly string[], depth: number): boolean =>
    texts.some(each => {
      if (each.includes(word)) return true
      if (depth === 0 || visited.has(each)) return false
      visited.add(each)
      return search([decodePercent(each), decodeEscapes(each), ...decodeBase64(each)], depth - 1)
    })
  return search([text], 5)
}

const byte = (_: string, digits: string) => String.fromCharCode(Number.parseInt(digits, 16))
const decodePercent = (text: string) => text.replace(/%([0-9a-f]{2})/gi, byte)
const decodeEscapes = (text: string) => text.replace(/\\u00([0-9a-f]{2})/gi, byte).replace(/\\(["\\/])/g, '$1')

/** Decodes each base64 word in a text, and each part of it between slashes. */
function decodeBase64(text: string): string[] {
  const runs = text.match(/[\w+/-]{8,}/g) ?? []
  return runs.flatMap(run => [run, ...run.split('/')]).map(run => Buffer.from(run, 'base64').toString('latin1'))
}

/** Control characters, line separators, and bidirectional marks. */
export const unprintable = String.fromCodePoint(
  ...range(0x00, 0x1f),
  ...range(0x7f, 0x9f),
  0x061c,
  ...range(0x200e, 0x200f),
  ...range(0x2028, 0x202e),
  ...range(0x2066, 0x2069),
)

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, at) => first + at)
}
