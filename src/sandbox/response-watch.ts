import type { FastifyInstance } from 'fastify'
import { sendUnexpectedError } from '../http/direct-response.ts'
import { canHaveHint, hintFor } from './hint.ts'
import type { Sandbox } from './sandbox.ts'

/**
 * Records each response body for the journal, and adds the `X-Sandbox-Hint` header if there is a hint. Bodies are the
 * same as in production.
 */
export function watchResponses(app: FastifyInstance, { namespaces, onUnexpectedError }: Sandbox): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const { sandboxContext, context } = request.raw
    if (sandboxContext !== undefined) context.responseBody = payload as string
    if (!canHaveHint(request, sandboxContext)) return done()
    hintFor({ request, sandboxContext, namespaces, allow: reply.getHeader('allow') })
      // If the hint fails, the response is sent without it.
      .catch(error => {
        onUnexpectedError(error, context.id)
        return null
      })
      .then(hint => {
        // The request was aborted and already has its response.
        if (reply.raw.writableEnded) return
        if (hint !== null) reply.header('x-sandbox-hint', hint)
        if (sandboxContext !== undefined) sandboxContext.hint = hint
        else if (hint !== null) context.notes = { hint }
        done()
      })
      .catch(sendUnexpectedError(onUnexpectedError, reply.raw))
  })
}
