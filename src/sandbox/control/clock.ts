import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../../base/choice.ts'
import { timestampSchema } from '../../base/schema.ts'
import { isDay } from '../../base/time.ts'
import { maxTime, minTime } from '../../domain/clock.ts'
import { controlErrors } from '../control-error.ts'
import type { Namespace } from '../namespace.ts'
import type { Sandbox } from '../sandbox.ts'
import { getOrCreateNamespaces, NamespaceQuery, peekNamespaces } from './namespace-query.ts'
import { responses } from './responses.ts'

export const ClockView = Type.Object({
  namespace: Type.String(),
  now: timestampSchema('The time of the clock, ISO 8601 in UTC.'),
  mode: Choice('real', 'frozen', 'moved'),
})
export type ClockView = Static<typeof ClockView>

const ClockBody = Type.Object(
  {
    now: Type.Optional(Type.String({ description: 'Freeze the clock at this time, ISO 8601 with a time zone.' })),
    advance_ms: Type.Optional(
      Type.Integer({
        minimum: -1e13,
        maximum: 1e13,
        description: 'Move the clock by this many milliseconds; back if negative.',
      }),
    ),
    real: Type.Optional(Type.Boolean({ description: 'Set to true to return to the machine’s time.' })),
  },
  { additionalProperties: false, description: 'Set exactly one of now, advance_ms and real.' },
)

/** Routes that read and set the clock of a namespace. */
export const clock: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox: { namespaces } }, done) => {
  app.get('/clock', { schema: { ...getClock, querystring: NamespaceQuery } }, async request => ({
    clocks: peekNamespaces(namespaces, request.query).map(viewClock),
  }))
  app.put('/clock', { schema: { ...setClock, querystring: NamespaceQuery, body: ClockBody } }, async request => {
    const apply = readClock(request.body)
    const targets = getOrCreateNamespaces(namespaces, request.query)
    assertInRange(request.body, targets)
    for (const namespace of targets) apply(namespace)
    return { clocks: targets.map(viewClock) }
  })
  done()
}

function viewClock({ name, clock }: Namespace): ClockView {
  return { namespace: name, now: new Date(clock.now()).toISOString(), mode: clock.mode }
}

function readClock(body: Static<typeof ClockBody>): (namespace: Namespace) => void {
  if (Object.keys(body).length !== 1 || body.real === false) {
    throw controlErrors.invalid([{ field: 'body', reason: 'must have exactly one of now, advance_ms and real: true' }])
  }
  const { now, advance_ms } = body
  if (now !== undefined) {
    const time = parseTime(now)
    return ({ clock }) => clock.freeze(time)
  }
  return advance_ms === undefined ? ({ clock }) => clock.useRealTime() : ({ clock }) => clock.advance(advance_ms)
}

function assertInRange({ advance_ms = 0 }: Static<typeof ClockBody>, namespaces: readonly Namespace[]): void {
  const times = namespaces.map(({ clock }) => clock.now() + advance_ms)
  if (times.some(time => time < minTime || time > maxTime)) {
    throw controlErrors.invalid([
      { field: 'advance_ms', reason: 'must keep the clock between the years 0000 and 9999' },
    ])
  }
}

/** Parses an ISO 8601 time with a time zone to milliseconds since 1970. */
function parseTime(iso: string): number {
  const [, day = ''] = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.exec(iso) ?? []
  const time = Date.parse(iso)
  if (!isDay(day) || Number.isNaN(time) || time < minTime || time > maxTime) {
    throw controlErrors.invalid([{ field: 'now', reason: 'must be an ISO 8601 time (e.g., 2026-04-09T11:15:00Z)' }])
  }
  return time
}

const tags = ['Clock']
const response = responses(Type.Object({ clocks: Type.Array(ClockView) }))
const getClock = { operationId: 'getClock', tags, summary: 'Get the clock of a namespace', response }
const setClock = {
  operationId: 'setClock',
  tags,
  summary: 'Freeze, move or restore the clock of a namespace',
  response,
}
