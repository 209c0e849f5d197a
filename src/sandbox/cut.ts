import type { IsKey } from '../http/redaction.ts'
import { withoutKeys } from '../http/redaction.ts'

/** In characters: how much is kept of a text that a client or a webhook chose. */
export const longestText = 2_048
/** With the name of a namespace behind it. A key that is cut through would not be known for one. */
export const longestKey = 256

/** The beginning of a text, with `…` behind it where it went on. Copied: a slice would keep the whole text in memory. */
export function cut(text: string, longest = longestText): string {
  return text.length <= longest ? text : `${copied(text.slice(0, longest))}…`
}

/** The same without keys. No more of it is searched for keys than is shown. */
export function cutWithoutKeys(isKey: IsKey, text: string, longest = longestText): string {
  if (text.length <= longest) return cut(withoutKeys(isKey, text), longest)
  return `${copied(withoutKeys(isKey, text.slice(0, longest + longestKey)).slice(0, longest))}…`
}

/** A text that keeps no other alive, as a slice does. */
export function copied(text: string): string {
  return Buffer.from(text).toString()
}
