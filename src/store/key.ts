import { hash } from 'node:crypto'
import { documentationKey } from './demo.ts'

/** The hashes of the last keys that were asked about, for nearly every call brings the same. In memory alone. */
const hashes = new Map<string, string>()
const mostHashes = 1_000

/** Keys are known by their SHA-256 alone, in hexadecimal. */
export function hashKey(key: string): string {
  const known = hashes.get(key)
  if (known !== undefined) return known
  if (hashes.size >= mostHashes) hashes.clear()
  const made = hash('sha256', key, 'hex')
  hashes.set(key, made)
  return made
}

/** `tvx_sk_live_…` opens production: such a key has no business in a sandbox. */
export function isLiveShaped(key: string): boolean {
  return key.startsWith('tvx_sk_live_')
}

/** Why a key is not to be kept; null for one that may be. */
export function whyNotKept(key: string): string | null {
  if (!isLiveShaped(key) || key === documentationKey) return null
  return 'is a live key; a sandbox takes none, so choose one like tvx_sk_test_mine'
}
