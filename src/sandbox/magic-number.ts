import type { Effect } from './fault.ts'

const statuses = [400, 401, 403, 404, 429, 500, 502, 503]

/**
 * Returns the effect of a magic number. A request about `+15005550503` gets 503 in every namespace without any setup;
 * the last three digits can be any of `statuses`.
 */
export function magicEffect(e164: string | null): Effect | null {
  if (e164?.startsWith('+15005550') !== true) return null
  const status = Number(/^\+15005550(\d{3})$/.exec(e164)?.[1])
  return statuses.includes(status) ? { status } : null
}
