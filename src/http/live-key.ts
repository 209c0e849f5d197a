import { containsLiveKey, liveKeyMessage } from '../store/key.ts'
import { apiError } from './error.ts'

/** Throws `request_invalid` for fields that contain a live API key, because the sandbox must not store live keys. */
export function assertNoLiveKey(fields: object): void {
  const found = Object.entries(fields).filter(([, value]) => containsLiveKey(value))
  if (found.length > 0)
    throw apiError(
      'request_invalid',
      found.map(([field]) => ({ field, reason: liveKeyMessage })),
    )
}
