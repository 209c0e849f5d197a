import { containsLiveKey, liveKeyMessage } from '../store/key.ts'
import { apiError } from './error.ts'

/** What a sandbox stores holds no live key. Refuses with `request_invalid`, which names the fields that do. */
export function mustHoldNoLiveKey(fields: object): void {
  const found = Object.entries(fields).filter(([, value]) => containsLiveKey(value))
  if (found.length > 0)
    throw apiError(
      'request_invalid',
      found.map(([field]) => ({ field, reason: liveKeyMessage })),
    )
}
