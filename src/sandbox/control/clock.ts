import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../../base/choice.ts'
import { Timestamp } from '../../base/schema.ts'
import { isDay } from '../../base/time.ts'
import { earliest, latest } from '../../domain/clock.ts'
import { controlErrors } from '../control-error.ts'
import type { Namespace } from '../namespace.ts'
import type { Sandbox } from '../sandbox.ts'
import { answers } from './answers.ts'
import { chosen, NamespaceQuery, seen } from './namespace-query.ts'

export const ClockView = Type.Object({
  namespace: Type.String(),
  now: Timestamp('ISO 8601, UTC.'),
  mode: Choice('real', 'frozen', 'moved'),
})
export type ClockView = Static<typeof ClockView>

const ClockBody = Type.Object(
  {
    now: Type.Optional(Type.String({ description: 'Stop at this time, ISO 8601.' })),
    advance_ms: Type.Optional(Type.Integer({ minimum: -1e13, maximum: 1e13, description: 'Move by so much.' })),
    real: Type.Optional(Type.Boolean({ description: 'true: run with the machine’s clock again.' })),
  },
  { additionalProperties: false, description: 'Exactly one of the three.' },
)

/** The time that changes bear, to stop and to move. */
export const clock: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox: { namespaces } }, done) => {
  app.get('/clock', { schema: { ...getClock, querystring: NamespaceQuery } }, async request => ({
    clocks: seen(namespaces, request.query).map(viewClock),
  }))
  app.put('/clock', { schema: { ...setClock, querystring: NamespaceQuery, body: ClockBody } }, async request => {
    const set = readClock(request.body)
    const those = chosen(namespaces, request.query)
    mustBePossible(request.body, those)
    for (const namespace of those) set(namespace)
    return { clocks: those.map(viewClock) }
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
  return advance_ms === undefined ? ({ clock }) => clock.release() : ({ clock }) => clock.advance(advance_ms)
}

function mustBePossible({ advance_ms = 0 }: Static<typeof ClockBody>, namespaces: readonly Namespace[]): void {
  const times = namespaces.map(({ clock }) => clock.now() + advance_ms)
  if (times.some(time => time < earliest || time > latest)) {
    throw controlErrors.invalid([{ field: 'advance_ms', reason: 'must not leave the years 0000 to 9999' }])
  }
}

/** Milliseconds since 1970, of an ISO 8601 time with its zone. */
function parseTime(iso: string): number {
  const [, day = ''] = /^(\d{4}-\d\d-\d\d)T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.exec(iso) ?? []
  const time = Date.parse(iso)
  if (!isDay(day) || Number.isNaN(time) || time < earliest || time > latest) {
    throw controlErrors.invalid([{ field: 'now', reason: 'must be an ISO 8601 time (e.g., 2026-04-09T11:15:00Z)' }])
  }
  return time
}

const tags = ['Clock']
const response = answers(Type.Object({ clocks: Type.Array(ClockView) }))
const getClock = { operationId: 'getClock', tags, summary: 'Get the time of a namespace', response }
const setClock = { operationId: 'setClock', tags, summary: 'Stop the clock, move it, or let it go', response }
