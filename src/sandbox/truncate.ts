import type { Redactor } from '../base/redaction.ts'

/** In characters: how much is kept of a text that a client or a webhook chose. */
export const longestText = 2_048

/** The beginning of a text, with `…` behind it where it went on. Copied: a slice would keep the whole text in memory. */
export function cut(text: string, longest = longestText): string {
  return text.length <= longest ? text : `${copied(text.slice(0, cutAt(text, longest)))}…`
}

/** The same without keys. */
export function cutWithoutKeys(redactor: Redactor, text: string, longest = longestText): string {
  return text.length <= longest ? redactor.text(text) : `${copied(redactor.text(text, cutAt(text, longest)))}…`
}

/** Where to cut, so that no surrogate pair is cut in two. */
function cutAt(text: string, longest: number): number {
  return Number(text.codePointAt(longest - 1)) > 0xffff ? longest - 1 : longest
}

/** A text that keeps no other alive, as a slice does. */
export function copied(text: string): string {
  return Buffer.from(text).toString()
}
