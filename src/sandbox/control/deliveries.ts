import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { refusals } from '../refusal.ts'
import type { Sandbox } from '../sandbox.ts'
import { answers } from './answers.ts'
import { DeliveryView, viewDelivery } from './delivery-view.ts'
import { OneWorldQuery, seen, WorldQuery } from './world-query.ts'

const DeliveryFilters = Type.Object(
  {
    ...WorldQuery.properties,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 10_000, default: 1_000, description: 'The newest.' })),
  },
  { additionalProperties: false },
)

/** What was sent to webhooks: each attempt, to see and to send again. */
export const deliveries: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox }, done) => {
  const { worlds, deliverer } = sandbox
  app.get('/deliveries', { schema: { ...listDeliveries, querystring: DeliveryFilters } }, async request => {
    const { limit = 1_000 } = request.query
    const those = seen(worlds, request.query)
    const all = those.flatMap(world => world.deliveries.entries.list().map(delivery => ({ delivery, world })))
    const shown = all.slice(-limit).map(({ delivery, world }) => viewDelivery(delivery, world))
    const dropped = those.reduce((sum, { deliveries }) => sum + deliveries.dropped, 0)
    return { deliveries: shown, dropped }
  })
  const params = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) })
  app.post('/deliveries/:id/send', { schema: { ...sendAgain, querystring: OneWorldQuery, params } }, async request => {
    const [world = worlds.default] = seen(worlds, request.query)
    const found = world.deliveries.entries.list().find(({ id }) => id === Number(request.params.id))
    if (found === undefined) throw refusals.deliveryUnknown()
    return viewDelivery(await deliverer.deliver(world, found.webhook, []), world)
  })
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
const sendAgain = {
  operationId: 'sendAgain',
  tags,
  summary: 'Send a delivery again, with a signature of now',
  response: answers(DeliveryView),
}
