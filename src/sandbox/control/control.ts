import { readFileSync } from 'node:fs'
import { Type } from '@sinclair/typebox'
import type { FastifyPluginCallback } from 'fastify'
import { Choice } from '../../base/choice.ts'
import { Nullable } from '../../base/schema.ts'
import { dateNow } from '../../base/timers.ts'
import { variantOf } from '../../behaviors/variant.ts'
import { checkRoutes } from '../../http/validation.ts'
import type { Sandbox } from '../sandbox.ts'
import { calls } from './calls.ts'
import { clock } from './clock.ts'
import { coverage } from './coverage.ts'
import { deliveries } from './deliveries.ts'
import { events } from './events.ts'
import { faults } from './faults.ts'
import type { GuardOptions } from './guard.ts'
import { guardControls } from './guard.ts'
import { requests } from './requests.ts'
import { responses } from './responses.ts'
import { state } from './state.ts'
import { verify } from './verify.ts'

export interface ControlOptions extends GuardOptions {
  /** The version, database, variants and options of this server, as `GET /info` returns them. */
  readonly info: Readonly<Record<string, unknown>>
}

/** The control API: operations for tests that production does not have, under a prefix that the vendor does not use. */
export const control: FastifyPluginCallback<ControlOptions & { sandbox: Sandbox }> = (app, options, done) => {
  const { sandbox, info } = options
  const started = dateNow()
  checkRoutes(app)
  app.addHook('onRequest', guardControls(options))
  app.addHook('onRequest', async ({ query }) => {
    const { namespace } = query as { readonly namespace?: unknown }
    if (typeof namespace === 'string') await sandbox.namespaces.prepare(namespace)
  })
  for (const routes of [faults, requests, events, verify, coverage, state, clock, calls, deliveries])
    app.register(routes, { sandbox })
  app.get('/info', { schema: getInfo }, async () => ({
    // File names, hosts and origins come from the command line and can contain a key.
    ...sandbox.namespaces.redactor.value(info),
    uptime_ms: dateNow() - started,
    namespaces: sandbox.namespaces.size,
  }))
  app.get('/behaviors', { schema: getBehaviors }, async () => {
    // Loaded on demand to keep startup fast.
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
  does: Type.String({ description: 'The behavior in one sentence.' }),
  basis: Choice('documented', 'inferred', 'assumed'),
  source: Type.String({
    description: 'The page of the vendor that documents the behavior, or the reason for choosing it.',
  }),
  variant: Nullable(Type.Object({ default: Type.String(), alternative: Type.String(), does: Type.String() }), {
    description: 'The alternative that --variant can select; null if there is none.',
  }),
})
const response = responses(
  Type.Object({
    version: Type.Optional(Type.String()),
    database: Type.Optional(Type.String({ description: 'The path of the database file, or memory.' })),
    variants: Type.Optional(
      Type.Record(Type.String(), Type.String(), { description: 'The value of each variant, by behavior id.' }),
    ),
    options: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: 'The options that the server was started with.' }),
    ),
    uptime_ms: Type.Integer(),
    namespaces: Type.Integer({ description: 'The number of namespaces.' }),
  }),
)
const getInfo = {
  operationId: 'getInfo',
  tags: ['Info'],
  summary: 'Get the version, options and uptime of the server',
  response,
}
const getBehaviors = {
  operationId: 'getBehaviors',
  tags: ['Info'],
  summary: 'List the behaviors of the server and the evidence for each',
  response: responses(Type.Object({ behaviors: Type.Array(BehaviorView) })),
}
const getControlDocument = {
  operationId: 'getControlDocument',
  tags: ['Info'],
  summary: 'Get the OpenAPI document of the control API',
  response: responses(Type.Unknown()),
}
