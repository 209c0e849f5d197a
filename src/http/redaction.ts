/** Whether a word opens anything as an API key, or looks as if it did. */
export type IsKey = (word: string) => boolean

/** Somebody's key may stand in a path or a body by mistake. */
export function withoutKeys(isKey: IsKey, text: string): string {
  return text.replace(/[^/?&="'\s,;:{}[\]()<>|\\]+/g, word => (isKey(decode(word)) ? '***' : word))
}

/** As far as it can be decoded; a key is ASCII. */
function decode(segment: string): string {
  return segment.replace(/%[0-9a-f]{2}/gi, hex => String.fromCharCode(Number.parseInt(hex.slice(1), 16)))
}
