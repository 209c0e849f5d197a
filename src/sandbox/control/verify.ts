import type { ServerResponse } from 'node:http'
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../../base/choice.ts'
import { controlErrors } from '../control-error.ts'
import type { JournalEntry } from '../journal.ts'
import { defaultNamespace } from '../namespace.ts'
import type { Sandbox } from '../sandbox.ts'
import { answers } from './answers.ts'
import { viewJournalEntry } from './journal-entry-view.ts'
import { differences, matches, NearMiss, Pattern } from './match.ts'
import { NamespaceQuery, seen } from './namespace-query.ts'

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

/** Whether a namespace was asked what it should have been, and how often. */
export const verify: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox }, done) => {
  app.post(
    '/verify',
    { schema: { ...verifyRequests, querystring: NamespaceQuery, body: Verification } },
    async (request, reply) => {
      const { count: _, min: __, max: ___, timeout_ms = 0, ...fields } = request.body
      // As the journal keeps it.
      const pattern = sandbox.namespaces.redactor.value(fields)
      const limits = limitsOf(request.body)
      const { namespace = defaultNamespace } = request.query
      const asked = { namespace, pattern, limits }
      const count = await countUntil(sandbox, asked, timeout_ms, reply.raw)
      const { matched } = count
      const verdict = judge(limits, count)
      if (verdict === 'holds') return { matched }
      return reply.code(422).send({
        error: verdict === 'fails' ? failure(limits, count) : inconclusive(count),
        matched,
        near_misses: nearMisses(pattern, entriesOf(sandbox, namespace), matched > limits.most),
      })
    },
  )
  done()
}

const matched = Type.Integer({ description: 'How many requests match.' })
const failed = Type.Object({
  code: Choice('VERIFICATION_FAILED', 'VERIFICATION_INCONCLUSIVE'),
  message: Type.String({ description: 'Inconclusive: requests that the journal no longer keeps could decide it.' }),
})
const verifyRequests = {
  operationId: 'verifyRequests',
  tags: ['Journal'],
  summary: 'Check what a namespace was asked',
  response: {
    ...answers(Type.Object({ matched })),
    422: Type.Object({ error: failed, matched, near_misses: NearMiss }),
  },
}

/** How many requests may match. */
interface Limits {
  readonly least: number
  readonly most: number
}

function limitsOf({ count, min, max }: Verification): Limits {
  if (count !== undefined && (min !== undefined || max !== undefined)) {
    throw controlErrors.invalid([{ field: 'count', reason: 'goes without min and max' }])
  }
  const least = count ?? min ?? (max === undefined ? 1 : 0)
  const most = count ?? max ?? Number.POSITIVE_INFINITY
  if (least > most) throw controlErrors.invalid([{ field: 'min', reason: 'must not be more than max' }])
  return { least, most }
}

/** How many of the entries that are kept match, and how many are no longer kept. */
interface Count {
  readonly matched: number
  readonly dropped: number
}

/** Each entry that was dropped may have matched, or not. */
function judge({ least, most }: Limits, { matched, dropped }: Count): 'holds' | 'fails' | 'inconclusive' {
  if (matched > most || matched + dropped < least) return 'fails'
  return matched >= least && matched + dropped <= most ? 'holds' : 'inconclusive'
}

function failure(limits: Limits, { matched }: Count) {
  return { code: 'VERIFICATION_FAILED', message: `${matched} requests match, not ${wanted(limits)}` } as const
}

function inconclusive({ matched, dropped }: Count) {
  const remedy = 'reset the journal before, or keep more with --journal and --journal-total'
  const message = `${matched} requests match, but ${dropped} were dropped from the journal and may match too; ${remedy}`
  return { code: 'VERIFICATION_INCONCLUSIVE', message } as const
}

function wanted({ least, most }: Limits): string {
  if (least === most) return `${least}`
  return most === Number.POSITIVE_INFINITY ? `${least} or more` : `${least} to ${most}`
}

/** What a verification waits for. */
interface Asked {
  /** A name, or `*` for all. */
  readonly namespace: string
  readonly pattern: Pattern
  readonly limits: Limits
}

/** To look at them makes no namespace. */
function entriesOf({ namespaces }: Sandbox, namespace: string): JournalEntry[] {
  return seen(namespaces, { namespace }).flatMap(({ journal }) => journal.entries.list())
}

function droppedOf({ namespaces }: Sandbox, namespace: string): number {
  return seen(namespaces, { namespace }).reduce((sum, { journal }) => sum + journal.dropped, 0)
}

/** The entries that come nearest; where too many match, the last of those. */
function nearMisses(pattern: Pattern, entries: readonly JournalEntry[], areTooMany: boolean): Static<typeof NearMiss> {
  // Only how many they are: the differences of all entries together would take too much memory.
  const compared = entries.map(entry => ({ entry, differing: differences(pattern, entry).length }))
  const chosen = areTooMany
    ? compared.filter(({ differing }) => differing === 0).slice(-nearestShown)
    : compared
        .filter(({ differing }) => differing > 0)
        .sort((a, b) => a.differing - b.differing)
        .slice(0, nearestShown)
  return chosen.map(({ entry }) => ({ request: viewJournalEntry(entry), differences: differences(pattern, entry) }))
}

/**
 * How many entries match, as soon as that holds, the time is over, or nobody waits for the answer any more. Each entry
 * is looked at when it comes and when it is dropped, and never again.
 */
async function countUntil(
  sandbox: Sandbox,
  { namespace, pattern, limits }: Asked,
  milliseconds: number,
  raw: ServerResponse,
): Promise<Count> {
  const isAsked = (entry: JournalEntry) =>
    (namespace === '*' || entry.namespace === namespace) && matches(pattern, entry)
  let matched = entriesOf(sandbox, namespace).filter(isAsked).length
  const count = () => ({ matched, dropped: droppedOf(sandbox, namespace) })
  // What was dropped is counted only where it decides: there may be many namespaces.
  const holds = () => judge(limits, { matched, dropped: 0 }) === 'holds' && judge(limits, count()) === 'holds'
  if (milliseconds === 0 || holds()) return count()
  const { promise: ended, resolve: end } = Promise.withResolvers<Count>()
  const unwatch = sandbox.journals.watchChanges((entry, dropped) => {
    if (entry !== null && isAsked(entry)) matched++
    matched -= dropped.filter(isAsked).length
    if (!holds()) return
    // It held: what comes before the answer is made does not count.
    unwatch()
    end(count())
  })
  raw.once('close', () => end(count()))
  const counted = await Promise.race([ended, sandbox.ending.delay(milliseconds).then(count)])
  unwatch()
  return counted
}
