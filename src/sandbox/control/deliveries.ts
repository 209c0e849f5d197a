import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { controlErrors } from '../control-error.ts'
import type { Sandbox } from '../sandbox.ts'
import { DeliveryView, viewDelivery } from './delivery-view.ts'
import { NamespaceQuery, peekNamespaces, SingleNamespaceQuery } from './namespace-query.ts'
import { responses } from './responses.ts'

const DeliveryFilters = Type.Object(
  {
    ...NamespaceQuery.properties,
    limit: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 10_000,
        default: 1_000,
        description: 'The maximum number of deliveries to return, the newest ones.',
      }),
    ),
  },
  { additionalProperties: false },
)

/** Routes that list webhook deliveries and send them again. */
export const deliveries: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox }, done) => {
  const { namespaces, webhookSender } = sandbox
  app.get('/deliveries', { schema: { ...listDeliveries, querystring: DeliveryFilters } }, async request => {
    const { limit = 1_000 } = request.query
    const selected = peekNamespaces(namespaces, request.query)
    const all = selected.flatMap(namespace =>
      namespace.deliveries.entries.list().map(delivery => ({ delivery, namespace })),
    )
    const views = all.slice(-limit).map(({ delivery, namespace }) => viewDelivery(delivery, namespace))
    const dropped = selected.reduce((sum, { deliveries }) => sum + deliveries.dropped, 0)
    return { deliveries: views, dropped }
  })
  const params = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) })
  app.post(
    '/deliveries/:id/send',
    { schema: { ...resendDelivery, querystring: SingleNamespaceQuery, params } },
    async request => {
      const [namespace = namespaces.default] = peekNamespaces(namespaces, request.query)
      const found = namespace.deliveries.entries.list().find(({ id }) => id === Number(request.params.id))
      if (found === undefined) throw controlErrors.deliveryUnknown()
      return viewDelivery(await webhookSender.deliver(namespace, found.webhook, []), namespace)
    },
  )
  done()
}

const tags = ['Calls']
const listDeliveries = {
  operationId: 'listDeliveries',
  tags,
  summary: 'List the webhook deliveries, newest last',
  response: responses(
    Type.Object({
      deliveries: Type.Array(DeliveryView),
      dropped: Type.Integer({ description: 'The number of deliveries that are no longer kept.' }),
    }),
  ),
}
const resendDelivery = {
  operationId: 'resendDelivery',
  tags,
  summary: 'Send a delivery again, with a new signature',
  response: responses(DeliveryView),
}
