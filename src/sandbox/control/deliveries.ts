import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { refusals } from '../refusal.ts'
import type { Sandbox } from '../sandbox.ts'
import { answers } from './answers.ts'
import { DeliveryView, viewDelivery } from './delivery-view.ts'
import { OneWorldQuery, seen, WorldQuery } from './world-query.ts'

/** What was sent to webhooks: each attempt, to see and to send again. */
export const deliveries: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox }, done) => {
  const { worlds, deliverer, isKey } = sandbox
  app.get('/deliveries', { schema: { ...listDeliveries, querystring: WorldQuery } }, async request => ({
    deliveries: seen(worlds, request.query).flatMap(world =>
      world.deliveries.list().map(each => viewDelivery(each, world, isKey)),
    ),
  }))
  const params = Type.Object({ id: Type.String({ pattern: '^\\d{1,15}$' }) })
  app.post('/deliveries/:id/send', { schema: { ...sendAgain, querystring: OneWorldQuery, params } }, async request => {
    const [world = worlds.default] = seen(worlds, request.query)
    const found = world.deliveries.list().find(({ id }) => id === Number(request.params.id))
    if (found === undefined) throw refusals.deliveryUnknown()
    return viewDelivery(await deliverer.deliver(world, found.webhook, []), world, isKey)
  })
  done()
}

const tags = ['Calls']
const listDeliveries = {
  operationId: 'listDeliveries',
  tags,
  summary: 'List what was sent to webhooks, newest last',
  response: answers(Type.Object({ deliveries: Type.Array(DeliveryView) })),
}
const sendAgain = {
  operationId: 'sendAgain',
  tags,
  summary: 'Send a delivery again, with a signature of now',
  response: answers(DeliveryView),
}
