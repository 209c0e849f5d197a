import type { ServerResponse } from 'node:http'
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { refusals } from '../refusal.ts'
import type { Sandbox } from '../sandbox.ts'
import { answers } from './answers.ts'
import { viewEntry } from './entry-view.ts'
import { differences, Nearest, Pattern } from './match.ts'
import { chosen, WorldQuery } from './world-query.ts'

const Count = Type.Optional(Type.Integer({ minimum: 0 }))

const Verification = Type.Object(
  {
    ...Pattern.properties,
    count: Count,
    min: Count,
    max: Count,
    timeout_ms: Type.Optional(
      Type.Integer({ minimum: 0, maximum: 60_000, description: 'Wait so long until it holds.' }),
    ),
  },
  { additionalProperties: false },
)
export type Verification = Static<typeof Verification>

const nearestShown = 3

/** Whether a world was asked what it should have been, and how often. */
export const verify: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox }, done) => {
  app.post(
    '/verify',
    { schema: { ...verifyRequests, querystring: WorldQuery, body: Verification } },
    async (request, reply) => {
      const { count: _, min: __, max: ___, timeout_ms = 0, ...pattern } = request.body
      const limits = limitsOf(request.body)
      const look = () => result(pattern, entries(sandbox, request.query))
      const holds = () => look().matched >= limits.least && look().matched <= limits.most
      await until(sandbox, holds, timeout_ms, reply.raw)
      const { matched, nearest, matching } = look()
      if (matched >= limits.least && matched <= limits.most) return { matched }
      const message = `${matched} requests match, not ${wanted(limits)}`
      return reply.code(422).send({
        error: { code: 'VERIFICATION_FAILED', message },
        matched,
        nearest: matched > limits.most ? matching : nearest,
      })
    },
  )
  done()
}

const matched = Type.Integer({ description: 'How many requests match.' })
const failed = Type.Object({ code: Type.Literal('VERIFICATION_FAILED'), message: Type.String() })
const verifyRequests = {
  operationId: 'verifyRequests',
  tags: ['Journal'],
  summary: 'Check what a world was asked',
  response: { ...answers(Type.Object({ matched })), 422: Type.Object({ error: failed, matched, nearest: Nearest }) },
}

function limitsOf({ count, min, max }: Verification): { least: number; most: number } {
  if (count !== undefined && (min !== undefined || max !== undefined)) {
    throw refusals.invalid([{ field: 'count', reason: 'goes without min and max' }])
  }
  const least = count ?? min ?? (max === undefined ? 1 : 0)
  const most = count ?? max ?? Number.POSITIVE_INFINITY
  if (least > most) throw refusals.invalid([{ field: 'min', reason: 'must not be more than max' }])
  return { least, most }
}

function wanted({ least, most }: { least: number; most: number }): string {
  if (least === most) return `${least}`
  return most === Number.POSITIVE_INFINITY ? `${least} or more` : `${least} to ${most}`
}

function entries({ worlds }: Sandbox, query: Static<typeof WorldQuery>) {
  return chosen(worlds, query).flatMap(world => world.journal.entries.list().map(viewEntry))
}

function result(pattern: Pattern, seen: ReturnType<typeof entries>) {
  const compared = seen.map(request => ({ request, differences: differences(pattern, request) }))
  const others = compared.filter(each => each.differences.length > 0)
  const matching = compared.filter(each => each.differences.length === 0)
  return {
    matching: matching.slice(-nearestShown),
    matched: matching.length,
    nearest: others.sort((a, b) => a.differences.length - b.differences.length).slice(0, nearestShown),
  }
}

/** Until it holds, the time is over, or nobody waits for the answer any more: looks again at each entry. */
function until(
  { journals, ending }: Sandbox,
  holds: () => boolean,
  milliseconds: number,
  raw: ServerResponse,
): Promise<void> {
  return new Promise(resolve => {
    const end = () => {
      unwatch()
      resolve()
    }
    const unwatch = journals.watch(() => holds() && end())
    raw.once('close', end)
    if (holds() || milliseconds === 0) end()
    else ending.wait(milliseconds).then(end)
  })
}
