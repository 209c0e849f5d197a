const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Converts the first ten bytes to ten lower-case letters and digits. */
export function toLetters(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 10), byte => letters[byte % letters.length]).join('')
}
