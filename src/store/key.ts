import { hash } from 'node:crypto'
import { decodings } from '../base/decoding.ts'
import { exampleKey } from '../base/redaction.ts'
import { documentationKey } from './demo.ts'

/** Caches the hashes of recent keys, because nearly all requests use the same keys. Never written to disk. */
const hashes = new Map<string, string>()
const maxHashes = 1_000

/** The hexadecimal SHA-256 of a key. Keys are stored only in this form. */
export function hashKey(key: string): string {
  const cached = hashes.get(key)
  if (cached !== undefined) return cached
  if (hashes.size >= maxHashes) hashes.clear()
  const computed = sha256(key)
  hashes.set(key, computed)
  return computed
}

/** The same hash without the cache, for texts that are probably not keys. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex')
}

/** Whether a key starts with `tvx_sk_live_`. Such keys give access to production, so the sandbox rejects them. */
export function isLiveShaped(key: string): boolean {
  return key.startsWith('tvx_sk_live_')
}

export const liveKeyMessage = 'must not contain a live key; the sandbox never stores live keys'

/**
 * Whether a text or a list of texts contains a live key, in clear, percent-encoded or escaped. The key of the vendor's
 * documentation, `tvx_sk_live_...`, does not count.
 */
export function containsLiveKey(value: unknown): boolean {
  const text = String(value)
  const views = /[%\\]/.test(text) ? decodings(text) : [{ text }]
  return views.some(view => /tvx_sk_live_(?!\.)/i.test(view.text))
}

/** Why a key is not accepted, as text for an error message; null if it is accepted. */
export function findKeyProblem(key: string): string | null {
  if (!isLiveShaped(key) || key === documentationKey) return null
  return `is a live key, which the sandbox does not accept; use a test key such as ${exampleKey}`
}
