import { TextDecoder } from 'node:util'

const utf8 = new TextDecoder('utf-8', { fatal: true })

export const encodingReason = 'is not valid UTF-8'

/** Decodes UTF-8 and removes a byte order mark. Returns null if the bytes are not valid UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | null {
  try {
    return utf8.decode(bytes)
  } catch {
    return null
  }
}

/** The maximum nesting of arrays and objects in JSON from outside. Code that writes or compares values is recursive. */
export const maxDepth = 64

export const nestingReason = `must not nest deeper than ${maxDepth} levels`

const [quote, backslash] = [0x22, 0x5c]
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]

/** Whether a JSON text nests deeper than `maxDepth`. Scans the text, so that too deep a value is never created. */
export function nestsTooDeep(text: string): boolean {
  const { length } = text
  if (length <= maxDepth) return false
  let depth = 0
  for (let at = 0; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) at = endOfString(text, at)
    else if (code === openArray || code === openObject) {
      if (++depth > maxDepth) return true
    } else if (code === closeArray || code === closeObject) depth--
  }
  return false
}

/** The position of the closing quotation mark of the string at `start`, or the end of the text. */
export function endOfString(text: string, start: number): number {
  const { length } = text
  let at = start + 1
  for (; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) break
    if (code === backslash) at++
  }
  return at
}

export const surrogateReason = 'must not contain a lone surrogate'

const surrogateEscape = /\\ud[89a-f]/i

/**
 * Whether a string or a property name in `value`, the parsed JSON `text`, has a lone surrogate: an escape such as `\ud83d`
 * without its other half. UTF-8 cannot encode it, so a store would change it.
 */
export function escapesLoneSurrogate(text: string, value: unknown): boolean {
  return surrogateEscape.test(text) && hasLoneSurrogate(value)
}

/** Whether a string or a property name in a JSON value has a lone surrogate. */
export function hasLoneSurrogate(value: unknown): boolean {
  if (typeof value === 'string') return !value.isWellFormed()
  if (typeof value !== 'object' || value === null) return false
  return Object.entries(value).some(([name, each]) => !name.isWellFormed() || hasLoneSurrogate(each))
}

/** Parses JSON from outside. Throws a SyntaxError if it is invalid or nests deeper than `maxDepth`. */
export function parseJson(text: string): unknown {
  if (nestsTooDeep(text)) throw new SyntaxError(nestingReason)
  return JSON.parse(text)
}
