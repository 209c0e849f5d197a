import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { Nullable } from '../../base/schema.ts'
import type { Sandbox } from '../sandbox.ts'
import { NamespaceQuery, peekNamespaces } from './namespace-query.ts'
import { responses } from './responses.ts'

/** Route that counts the requests of the journal by described outcome. */
export const coverage: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (
  app,
  { sandbox: { namespaces } },
  done,
) => {
  app.get('/coverage', { schema: { ...getCoverage, querystring: NamespaceQuery } }, async request => {
    // Loaded on demand to keep startup fast.
    const { countOutcomes } = await import('../coverage.ts')
    const journals = peekNamespaces(namespaces, request.query).map(namespace => namespace.journal)
    const counted = countOutcomes(journals.flatMap(journal => journal.entries.list()))
    const dropped = journals.reduce((sum, journal) => sum + journal.dropped, 0)
    const occurred = counted.filter(outcome => outcome.count > 0).length
    return { outcomes: counted, occurred, total: counted.length, dropped }
  })
  done()
}

const OutcomeView = Type.Object({
  operation: Type.String(),
  status: Type.Integer(),
  reason: Nullable(Type.String({ description: 'The internal error code; null for a success.' })),
  count: Type.Integer({ description: 'The number of requests with this outcome.' }),
})
const getCoverage = {
  operationId: 'getCoverage',
  tags: ['Journal'],
  summary: 'Get the coverage of the documented outcomes',
  response: responses(
    Type.Object({
      outcomes: Type.Array(OutcomeView),
      occurred: Type.Integer({ description: 'The number of outcomes with at least one request.' }),
      total: Type.Integer(),
      dropped: Type.Integer({
        description: 'The number of requests that the journal has dropped. They are not counted.',
      }),
    }),
  ),
}
