import type { FastifyInstance } from 'fastify'
import { sendUnexpectedError } from '../http/direct-response.ts'
import { hintFor, mayNeedHint } from './hint.ts'
import type { Sandbox } from './sandbox.ts'

/** Keeps each answer as it is sent, with the remedy in a header where there is one. Bodies stay what production sends. */
export function watchResponses(app: FastifyInstance, { namespaces, onUnexpectedError }: Sandbox): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const { sandboxContext, context } = request.raw
    if (sandboxContext !== undefined) context.answer = payload as string
    if (!mayNeedHint(request, sandboxContext)) return done()
    hintFor({ request, sandboxContext, namespaces, allow: reply.getHeader('allow') })
      // An answer without its hint is still the answer.
      .catch(error => {
        onUnexpectedError(error, context.id)
        return null
      })
      .then(hint => {
        // It was broken off meanwhile, and has had its answer.
        if (reply.raw.writableEnded) return
        if (hint !== null) reply.header('x-sandbox-hint', hint)
        if (sandboxContext !== undefined) sandboxContext.hint = hint
        else if (hint !== null) context.notes = { hint }
        done()
      })
      .catch(sendUnexpectedError(onUnexpectedError, reply.raw))
  })
}
