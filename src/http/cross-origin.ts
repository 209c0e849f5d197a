import cors from 'cors'
import type { Middleware } from './request-context.ts'

/** Adds CORS headers for these origins to every response, including those of faults, and handles preflight requests. */
export function allowOrigins(origins: readonly string[]): Middleware {
  const headers = ['X-Request-Id', 'X-Sandbox-Namespace', 'X-Sandbox-Hint', 'X-Sandbox-Fault', 'Preference-Applied']
  const handleCors = cors({ origin: [...origins], exposedHeaders: [...headers, 'Retry-After'], maxAge: 600 })
  return listener => (request, response) => {
    // A malformed request is not a preflight request, even if it looks like one.
    if (request.protocolError !== undefined) return listener(request, response)
    // An error in the listener rejects this promise, so that `catchUnexpected` handles it.
    return new Promise(resolve => handleCors(request, response, () => resolve(listener(request, response))))
  }
}
