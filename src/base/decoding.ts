/** A text as it may be read, and where each of its characters begins in the text that was given. */
export interface View {
  readonly text: string
  source(index: number): number
}

/** What stands at a place of a text for one character of another: which one, and how many characters it takes. */
type Decoder = (text: string, at: number) => { readonly character: string; readonly length: number } | null

const hexadecimal = /^[0-9a-f]+$/i

function fromHex(hex: string, length: number, taken: number) {
  if (hex.length !== length || !hexadecimal.test(hex)) return null
  return { character: String.fromCharCode(Number.parseInt(hex, 16)), length: taken }
}

/** Byte by byte: what is looked for in the result is ASCII. */
const percent: Decoder = (text, at) => (text[at] === '%' ? fromHex(text.slice(at + 1, at + 3), 2, 3) : null)

const whiteSpace = 'bfnrt'

/** The quotes of JSON are no part of its texts. */
const json: Decoder = (text, at) => {
  if (text[at] === '"') return { character: '\n', length: 1 }
  if (text[at] !== '\\' || at + 1 === text.length) return null
  const sign = text.charAt(at + 1)
  if (sign === 'u') return fromHex(text.slice(at + 2, at + 6), 4, 6)
  return { character: whiteSpace.includes(sign) ? '\n' : sign, length: 2 }
}

const decoders = [
  { mayApply: /%[0-9a-f]{2}/i, decoder: percent },
  { mayApply: /["\\]/, decoder: json },
]

const mostViews = 12

/** The text itself, and what it reads as without percent-encoding and JSON escapes, also in each other. */
export function decodings(text: string): readonly View[] {
  const views: View[] = [{ text, source: index => index }]
  // It grows as it is walked along: what was decoded may be to be decoded again.
  for (const view of views) {
    for (const { mayApply, decoder } of decoders) {
      if (views.length === mostViews) return views
      if (!mayApply.test(view.text)) continue
      const decoded = decode(view, decoder)
      if (!views.some(({ text }) => text === decoded.text)) views.push(decoded)
    }
  }
  return views
}

function decode({ text, source }: View, decoder: Decoder): View {
  const offsets = new Int32Array(text.length + 1)
  let [decoded, size, copied] = ['', 0, 0]
  for (let at = 0; at < text.length; ) {
    offsets[size++] = source(at)
    const found = decoder(text, at)
    if (found === null) at++
    else {
      decoded += text.slice(copied, at) + found.character
      at += found.length
      copied = at
    }
  }
  offsets[size] = source(text.length)
  return { text: decoded + text.slice(copied), source: index => Number(offsets[index]) }
}
