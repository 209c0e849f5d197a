import type { ServerResponse } from 'node:http'
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import type { Entry } from '../journal.ts'
import { refusals } from '../refusal.ts'
import type { Sandbox } from '../sandbox.ts'
import { defaultWorld } from '../world.ts'
import { answers } from './answers.ts'
import { viewEntry } from './entry-view.ts'
import { differences, matches, Nearest, Pattern } from './match.ts'
import { seen, WorldQuery } from './world-query.ts'

const Count = Type.Optional(Type.Integer({ minimum: 0, maximum: 1e9 }))

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
      const { count: _, min: __, max: ___, timeout_ms = 0, ...fields } = request.body
      // As the journal keeps it.
      const pattern = sandbox.worlds.redactor.value(fields)
      const limits = limitsOf(request.body)
      const { world = defaultWorld } = request.query
      const asked = { world, pattern, holds: (matched: number) => matched >= limits.least && matched <= limits.most }
      const matched = await countUntil(sandbox, asked, timeout_ms, reply.raw)
      if (asked.holds(matched)) return { matched }
      const message = `${matched} requests match, not ${wanted(limits)}`
      return reply.code(422).send({
        error: { code: 'VERIFICATION_FAILED', message },
        matched,
        nearest: nearest(pattern, entriesOf(sandbox, world), matched > limits.most),
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

/** What a verification waits for. */
interface Asked {
  /** A name, or `*` for all. */
  readonly world: string
  readonly pattern: Pattern
  readonly holds: (matched: number) => boolean
}

/** To look at them makes no namespace. */
function entriesOf({ worlds }: Sandbox, world: string): Entry[] {
  return seen(worlds, { world }).flatMap(({ journal }) => journal.entries.list())
}

/** The entries that come nearest; where too many match, the last of those. */
function nearest(pattern: Pattern, entries: readonly Entry[], areTooMany: boolean): Static<typeof Nearest> {
  // Only how many they are: the differences of all entries together would take too much memory.
  const compared = entries.map(entry => ({ entry, differing: differences(pattern, entry).length }))
  const chosen = areTooMany
    ? compared.filter(({ differing }) => differing === 0).slice(-nearestShown)
    : compared
        .filter(({ differing }) => differing > 0)
        .sort((a, b) => a.differing - b.differing)
        .slice(0, nearestShown)
  return chosen.map(({ entry }) => ({ request: viewEntry(entry), differences: differences(pattern, entry) }))
}

/**
 * How many entries match, as soon as that holds, the time is over, or nobody waits for the answer any more. Each entry
 * is looked at when it comes and when it is dropped, and never again.
 */
async function countUntil(
  sandbox: Sandbox,
  { world, pattern, holds }: Asked,
  milliseconds: number,
  raw: ServerResponse,
): Promise<number> {
  const isAsked = (entry: Entry) => (world === '*' || entry.world === world) && matches(pattern, entry)
  let matched = entriesOf(sandbox, world).filter(isAsked).length
  if (milliseconds === 0 || holds(matched)) return matched
  const { promise: ended, resolve: end } = Promise.withResolvers<unknown>()
  const unwatch = sandbox.journals.watchChanges((entry, dropped) => {
    if (entry !== null && isAsked(entry)) matched++
    matched -= dropped.filter(isAsked).length
    if (!holds(matched)) return
    // It held: what comes before the answer is made does not count.
    unwatch()
    end(null)
  })
  raw.once('close', end)
  await Promise.race([ended, sandbox.ending.wait(milliseconds)])
  unwatch()
  return matched
}
