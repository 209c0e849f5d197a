import cors from 'cors'
import type { Middleware } from './request-context.ts'

/** Lets pages of these origins read every answer, those of faults included, and answers what their browsers ask first. */
export function allowOrigins(origins: readonly string[]): Middleware {
  const headers = ['X-Request-Id', 'X-Sandbox-Namespace', 'X-Sandbox-Hint', 'X-Sandbox-Fault', 'Preference-Applied']
  const answer = cors({ origin: [...origins], exposedHeaders: [...headers, 'Retry-After'], maxAge: 600 })
  return listener => (request, response) => {
    // What is broken asks for nothing, whatever it looks like.
    if (request.broken !== undefined) return listener(request, response)
    // What fails behind it rejects, up to the boundary of the request.
    return new Promise(resolve => answer(request, response, () => resolve(listener(request, response))))
  }
}
