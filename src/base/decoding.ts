/** A decoded text, with the position of each character in the original text. */
export interface DecodedText {
  readonly text: string
  source(index: number): number
}

/** Decodes the escape sequence at a position: its character and its length. Returns null if there is none. */
type Decoder = (text: string, at: number) => { readonly character: string; readonly length: number } | null

const hexadecimal = /^[0-9a-f]+$/i

function fromHex(hex: string, digits: number, encodedLength: number) {
  if (hex.length !== digits || !hexadecimal.test(hex)) return null
  return { character: String.fromCharCode(Number.parseInt(hex, 16)), length: encodedLength }
}

/** Decodes percent-encoding byte by byte, because only ASCII matters in the result. */
const percent: Decoder = (text, at) => (text[at] === '%' ? fromHex(text.slice(at + 1, at + 3), 2, 3) : null)

/** JSON escapes for control characters, such as `\n`. */
const controlEscapes = 'bfnrt'

/** Decodes JSON escapes. A quotation mark ends a string, so it becomes a separator. */
const json: Decoder = (text, at) => {
  if (text[at] === '"') return { character: '\n', length: 1 }
  if (text[at] !== '\\' || at + 1 === text.length) return null
  const letter = text.charAt(at + 1)
  if (letter === 'u') return fromHex(text.slice(at + 2, at + 6), 4, 6)
  return { character: controlEscapes.includes(letter) ? '\n' : letter, length: 2 }
}

const decoders = [
  { mayApply: /%[0-9a-f]{2}/i, decoder: percent },
  { mayApply: /["\\]/, decoder: json },
]

const maxDecodings = 12

/** The text and all its decodings: of percent-encoding, of JSON escapes, and of both nested in each other. */
export function decodings(text: string): readonly DecodedText[] {
  const texts: DecodedText[] = [{ text, source: index => index }]
  // The list grows during the loop, because a decoded text can contain further escapes.
  for (const current of texts) {
    for (const { mayApply, decoder } of decoders) {
      if (texts.length === maxDecodings) return texts
      if (!mayApply.test(current.text)) continue
      const decoded = decode(current, decoder)
      if (!texts.some(({ text }) => text === decoded.text)) texts.push(decoded)
    }
  }
  return texts
}

function decode({ text, source }: DecodedText, decoder: Decoder): DecodedText {
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
