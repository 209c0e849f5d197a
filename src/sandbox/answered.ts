import type { FastifyInstance } from 'fastify'
import { failUnforeseen } from '../http/direct.ts'
import { hintFor, mayNeedHint } from './hint.ts'
import type { Sandbox } from './sandbox.ts'

/** Keeps each answer as it is sent, with the remedy in a header where there is one. Bodies stay what production sends. */
export function watchAnswers(app: FastifyInstance, { worlds, onUnforeseen }: Sandbox): void {
  app.addHook('onSend', (request, reply, payload, done) => {
    const { visit, exchange } = request.raw
    if (visit !== undefined) exchange.answer = payload as string
    if (!mayNeedHint(request, visit)) return done()
    hintFor({ request, visit, worlds, allow: reply.getHeader('allow') })
      // An answer without its hint is still the answer.
      .catch(error => {
        onUnforeseen(error, exchange.id)
        return null
      })
      .then(hint => {
        // It was broken off meanwhile, and has had its answer.
        if (reply.raw.writableEnded) return
        if (hint !== null) reply.header('x-sandbox-hint', hint)
        if (visit !== undefined) visit.hint = hint
        else if (hint !== null) exchange.notes = { hint }
        done()
      })
      .catch(failUnforeseen(onUnforeseen, reply.raw))
  })
}
