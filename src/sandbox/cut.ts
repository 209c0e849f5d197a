import type { Redactor } from '../base/redaction.ts'

/** In characters: how much is kept of a text that a client or a webhook chose. */
export const longestText = 2_048

/** The beginning of a text, with `…` behind it where it went on. Copied: a slice would keep the whole text in memory. */
export function cut(text: string, longest = longestText): string {
  return text.length <= longest ? text : `${copied(text.slice(0, longest))}…`
}

/** The same without keys. */
export function cutWithoutKeys(redactor: Redactor, text: string, longest = longestText): string {
  return text.length <= longest ? redactor.text(text) : `${copied(redactor.text(text, longest))}…`
}

/** A text that keeps no other alive, as a slice does. */
export function copied(text: string): string {
  return Buffer.from(text).toString()
}
