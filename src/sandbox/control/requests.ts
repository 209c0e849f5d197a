import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { e164Pattern } from '../../domain/identifier.ts'
import { OperationId } from '../fault.ts'
import type { Sandbox } from '../sandbox.ts'
import { JournalEntryView, viewJournalEntry } from './journal-entry-view.ts'
import { NamespaceQuery, peekNamespaces } from './namespace-query.ts'
import { responses } from './responses.ts'

export const Filters = Type.Object(
  {
    ...NamespaceQuery.properties,
    operation: Type.Optional(OperationId),
    status: Type.Optional(Type.Integer({ minimum: 100, maximum: 599 })),
    e164: Type.Optional(Type.String({ pattern: e164Pattern })),
    since: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 1e15, description: 'Return only requests after the one with this id.' }),
    ),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 1_000 })),
  },
  { additionalProperties: false },
)

/** Route that lists the journal: requests, responses and changes, newest last. */
export const requests: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (
  app,
  { sandbox: { namespaces } },
  done,
) => {
  app.get('/requests', { schema: { ...listRequests, querystring: Filters } }, async request => {
    const { operation, status, e164, since = 0, limit = 1_000 } = request.query
    const journals = peekNamespaces(namespaces, request.query).map(namespace => namespace.journal)
    const entries = journals.flatMap(journal =>
      journal.entries
        .list()
        .filter(
          entry =>
            entry.id > since &&
            (operation ?? entry.operation) === entry.operation &&
            (status ?? entry.status) === entry.status &&
            (e164 ?? entry.e164) === entry.e164,
        ),
    )
    const dropped = journals.reduce((sum, journal) => sum + journal.dropped, 0)
    return { requests: entries.slice(-limit).map(viewJournalEntry), dropped }
  })
  done()
}

const listRequests = {
  operationId: 'listRequests',
  tags: ['Journal'],
  summary: 'List the requests of a namespace, newest last',
  response: responses(
    Type.Object({
      requests: Type.Array(JournalEntryView),
      dropped: Type.Integer({ description: 'The number of requests that the journal has dropped.' }),
    }),
  ),
}
