// biome-ignore lint/suspicious/noControlCharactersInRegex: it matches control characters
const unprintable = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g

/**
 * Makes a text safe to print as one line on a terminal: control characters, line ends and bidirectional marks become
 * escapes in the format of JSON.
 */
export function printableLine(text: string): string {
  return text.replace(unprintable, character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** Makes a text safe to print on a terminal, but keeps line ends and tabs. */
export function printable(text: string): string {
  return text.replace(unprintable, char => (char === '\n' || char === '\t' ? char : printableLine(char)))
}

/** Quotes a word for a shell, if necessary. */
export function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
