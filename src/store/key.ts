import { hash } from 'node:crypto'
import { decodings } from '../base/decoding.ts'
import { exampleKey } from '../base/redaction.ts'
import { documentationKey } from './demo.ts'

/** The hashes of the last keys that were asked about, for nearly every call brings the same. In memory alone. */
const hashes = new Map<string, string>()
const mostHashes = 1_000

/** Keys are known by their SHA-256 alone, in hexadecimal. */
export function hashKey(key: string): string {
  const known = hashes.get(key)
  if (known !== undefined) return known
  if (hashes.size >= mostHashes) hashes.clear()
  const made = sha256(key)
  hashes.set(key, made)
  return made
}

/** The same for a word that is probably not a key, so its hash is not cached. */
export function sha256(word: string): string {
  return hash('sha256', word, 'hex')
}

/** `tvx_sk_live_…` opens production: such a key has no business in a sandbox. */
export function isLiveShaped(key: string): boolean {
  return key.startsWith('tvx_sk_live_')
}

export const liveKeyFound = 'must not hold a live key: a sandbox keeps none'

/**
 * Whether a live key stands anywhere in a text or in a list of texts, as it is, percent-encoded or escaped; that of the
 * documentation is none.
 */
export function holdsLiveKey(value: unknown): boolean {
  const text = String(value)
  const views = /[%\\]/.test(text) ? decodings(text) : [{ text }]
  return views.some(view => /tvx_sk_live_(?!\.)/i.test(view.text))
}

/** Why a key is not to be kept; null for one that may be. */
export function whyNotKept(key: string): string | null {
  if (!isLiveShaped(key) || key === documentationKey) return null
  return `is a live key; a sandbox takes none, so choose one like ${exampleKey}`
}
