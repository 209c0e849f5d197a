import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { controlErrors } from '../control-error.ts'
import type { Sandbox } from '../sandbox.ts'
import { answers } from './answers.ts'
import { DeliveryView, viewDelivery } from './delivery-view.ts'
import { NamespaceQuery, OneNamespaceQuery, seen } from './namespace-query.ts'

const DeliveryFilters = Type.Object(
  {
    ...NamespaceQuery.properties,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 1_000, description: 'The newest.' })),
  },
  { additionalProperties: false },
)

/** What was sent to webhooks: each attempt, to see and to send again. */
export const deliveries: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox }, done) => {
  const { namespaces, deliverer } = sandbox
  app.get('/deliveries', { schema: { ...listDeliveries, querystring: DeliveryFilters } }, async request => {
    const { limit = 1_000 } = request.query
    const those = seen(namespaces, request.query)
    const all = those.flatMap(namespace =>
      namespace.deliveries.entries.list().map(delivery => ({ delivery, namespace })),
    )
    const shown = all.slice(-limit).map(({ delivery, namespace }) => viewDelivery(delivery, namespace))
    const dropped = those.reduce((sum, { deliveries }) => sum + deliveries.dropped, 0)
    return { deliveries: shown, dropped }
  })
  const params = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) })
  app.post(
    '/deliveries/:id/send',
    { schema: { ...resendDelivery, querystring: OneNamespaceQuery, params } },
    async request => {
      const [namespace = namespaces.default] = seen(namespaces, request.query)
      const found = namespace.deliveries.entries.list().find(({ id }) => id === Number(request.params.id))
      if (found === undefined) throw controlErrors.deliveryUnknown()
      return viewDelivery(await deliverer.deliver(namespace, found.webhook, []), namespace)
    },
  )
  done()
}

const tags = ['Calls']
const listDeliveries = {
  operationId: 'listDeliveries',
  tags,
  summary: 'List what was sent to webhooks, newest last',
  response: answers(
    Type.Object({ deliveries: Type.Array(DeliveryView), dropped: Type.Integer({ description: 'No longer kept.' }) }),
  ),
}
const resendDelivery = {
  operationId: 'resendDelivery',
  tags,
  summary: 'Send a delivery again, with a signature of now',
  response: answers(DeliveryView),
}
