const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** Ten lower-case letters and digits of at least ten bytes. */
export function toLetters(bytes: Uint8Array): string {
  return Array.from(bytes.subarray(0, 10), byte => letters[byte % letters.length]).join('')
}
