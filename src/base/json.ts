/** How deep arrays and objects may nest in JSON from outside. Writing and comparing values recurse, and so need a limit. */
export const maxDepth = 64

export const nestingReason = `must not nest deeper than ${maxDepth} levels`

const [quote, backslash] = [0x22, 0x5c]
const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]

/** Whether a JSON text nests deeper than `maxDepth`. Scans the text, so that nothing is built from what is too deep. */
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

/** Where the string that begins at `start` ends: at its closing quote, or at the end of the text. */
function endOfString(text: string, start: number): number {
  const { length } = text
  let at = start + 1
  for (; at < length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) break
    if (code === backslash) at++
  }
  return at
}

/** The value of a JSON text from outside. Throws where it is not JSON, or nests deeper than `maxDepth`. */
export function parseJson(text: string): unknown {
  if (nestsTooDeep(text)) throw new SyntaxError(nestingReason)
  return JSON.parse(text)
}
