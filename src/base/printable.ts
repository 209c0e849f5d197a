// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/**
 * One line for a terminal: control characters, line ends and bidirectional marks are written as escapes, which JSON reads
 * as what they stand for.
 */
export function printableLine(text: string): string {
  return text.replace(unprintable, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** The same for several lines: line ends and tabs stay as they are. */
export function printable(text: string): string {
  return text.replace(unprintable, sign => (sign === '\n' || sign === '\t' ? sign : printableLine(sign)))
}
