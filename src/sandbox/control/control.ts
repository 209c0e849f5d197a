import { readFileSync } from 'node:fs'
import { Type } from '@sinclair/typebox'
import type { FastifyPluginCallback } from 'fastify'
import { Choice } from '../../base/choice.ts'
import { Nullable } from '../../base/schema.ts'
import { dateNow } from '../../base/timers.ts'
import { variantOf } from '../../behaviors/variant.ts'
import { checkRoutes } from '../../http/validation.ts'
import type { Sandbox } from '../sandbox.ts'
import { answers } from './answers.ts'
import { calls } from './calls.ts'
import { clock } from './clock.ts'
import { coverage } from './coverage.ts'
import { deliveries } from './deliveries.ts'
import { events } from './events.ts'
import { faults } from './faults.ts'
import type { GuardOptions } from './guard.ts'
import { guardControls } from './guard.ts'
import { requests } from './requests.ts'
import { state } from './state.ts'
import { verify } from './verify.ts'

export interface ControlOptions extends GuardOptions {
  /** What there is to know of this server: its version, its database, its options. */
  readonly info: Readonly<Record<string, unknown>>
}

/** What a test needs that production does not have, under a prefix that the vendor's API cannot have. */
export const control: FastifyPluginCallback<ControlOptions & { sandbox: Sandbox }> = (app, options, done) => {
  const { sandbox, info } = options
  const started = dateNow()
  checkRoutes(app)
  app.addHook('onRequest', guardControls(options))
  app.addHook('onRequest', async ({ query }) => {
    const { namespace } = query as { readonly namespace?: unknown }
    if (typeof namespace === 'string') await sandbox.namespaces.prepare(namespace)
  })
  for (const part of [faults, requests, events, verify, coverage, state, clock, calls, deliveries])
    app.register(part, { sandbox })
  app.get('/info', { schema: getInfo }, async () => ({
    // The names of files, hosts and origins come from the command line and may hold a key.
    ...sandbox.namespaces.redactor.value(info),
    uptime_ms: dateNow() - started,
    namespaces: sandbox.namespaces.size,
  }))
  app.get('/behaviors', { schema: getBehaviors }, async () => {
    // Loaded when it is asked for: no start is to wait for it.
    const { behaviors } = await import('../../behaviors/catalog.ts')
    return { behaviors: behaviors.map(each => ({ ...each, variant: variantOf(each.id) })) }
  })
  app.get('/openapi.json', { schema: getControlDocument }, (_request, reply) =>
    reply
      .type('application/json; charset=utf-8')
      .send(readFileSync(new URL('../../../openapi/control-api.json', import.meta.url), 'utf8')),
  )
  done()
}

const BehaviorView = Type.Object({
  id: Type.String(),
  does: Type.String({ description: 'One sentence.' }),
  basis: Choice('documented', 'inferred', 'assumed'),
  source: Type.String({ description: 'Where the vendor says it, or why it was chosen.' }),
  variant: Nullable(Type.Object({ default: Type.String(), alternative: Type.String(), does: Type.String() }), {
    description: 'What --variant can change.',
  }),
})
const response = answers(
  Type.Object({
    version: Type.Optional(Type.String()),
    database: Type.Optional(Type.String({ description: 'Its file, or memory.' })),
    variants: Type.Optional(Type.Record(Type.String(), Type.String(), { description: 'How each silence is read.' })),
    options: Type.Optional(Type.Record(Type.String(), Type.Unknown(), { description: 'What it was started with.' })),
    uptime_ms: Type.Integer(),
    namespaces: Type.Integer({ description: 'How many there are.' }),
  }),
)
const getInfo = { operationId: 'getInfo', tags: ['Info'], summary: 'Get what runs here', response }
const getBehaviors = {
  operationId: 'getBehaviors',
  tags: ['Info'],
  summary: 'Get what this server does, and on what ground',
  response: answers(Type.Object({ behaviors: Type.Array(BehaviorView) })),
}
const getControlDocument = {
  operationId: 'getControlDocument',
  tags: ['Info'],
  summary: 'Get this document',
  response: answers(Type.Unknown()),
}
