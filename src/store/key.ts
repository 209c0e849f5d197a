import { hash } from 'node:crypto'

/** Keys are known by their SHA-256 alone, in hexadecimal. */
export function hashKey(key: string): string {
  return hash('sha256', key, 'hex')
}

/** `tvx_sk_live_…` opens production: such a key has no business in a sandbox. */
export function isLiveShaped(key: string): boolean {
  return key.startsWith('tvx_sk_live_')
}
