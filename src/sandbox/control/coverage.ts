import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { Nullable } from '../../base/schema.ts'
import type { Sandbox } from '../sandbox.ts'
import { answers } from './answers.ts'
import { NamespaceQuery, seen } from './namespace-query.ts'

/** Which described outcomes the requests of the journal have met, and which not. */
export const coverage: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (
  app,
  { sandbox: { namespaces } },
  done,
) => {
  app.get('/coverage', { schema: { ...getCoverage, querystring: NamespaceQuery } }, async request => {
    // Loaded when it is asked for: no start is to wait for it.
    const { countOutcomes } = await import('../coverage.ts')
    const journals = seen(namespaces, request.query).map(namespace => namespace.journal)
    const counted = countOutcomes(journals.flatMap(journal => journal.entries.list()))
    const dropped = journals.reduce((sum, journal) => sum + journal.dropped, 0)
    const met = counted.filter(outcome => outcome.met > 0).length
    return { outcomes: counted, met, of: counted.length, dropped }
  })
  done()
}

const Counted = Type.Object({
  operation: Type.String(),
  status: Type.Integer(),
  reason: Nullable(Type.String({ description: 'Why it is refused; null for a success.' })),
  met: Type.Integer({ description: 'How often.' }),
})
const getCoverage = {
  operationId: 'getCoverage',
  tags: ['Journal'],
  summary: 'Get which described outcomes were met',
  response: answers(
    Type.Object({
      outcomes: Type.Array(Counted),
      met: Type.Integer({ description: 'How many of them were met at all.' }),
      of: Type.Integer(),
      dropped: Type.Integer({ description: 'Requests that the journal no longer keeps, and which do not count.' }),
    }),
  ),
}
