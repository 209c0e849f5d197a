import type { ServerResponse } from 'node:http'
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../../base/choice.ts'
import { Nullable } from '../../base/schema.ts'
import { controlErrors } from '../control-error.ts'
import type { JournalEntry } from '../journal.ts'
import { defaultNamespace } from '../namespace.ts'
import type { Sandbox } from '../sandbox.ts'
import { JournalEntryView, viewJournalEntry } from './journal-entry-view.ts'
import { compare, matches, NearMiss, RequestPattern } from './match.ts'
import { NamespaceQuery, peekNamespaces } from './namespace-query.ts'
import { responses } from './responses.ts'

const Count = Type.Optional(Type.Integer({ minimum: 0, maximum: 1e9 }))

const Verification = Type.Object(
  {
    ...RequestPattern.properties,
    count: Count,
    min: Count,
    max: Count,
    timeout_ms: Type.Optional(
      Type.Integer({
        minimum: 0,
        maximum: 60_000,
        description: 'How many milliseconds to wait for the verification to succeed. Default: 0.',
      }),
    ),
  },
  { additionalProperties: false },
)
export type Verification = Static<typeof Verification>

const maxNearMisses = 3

/** Route that verifies how many matching requests a namespace received. */
export const verify: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox }, done) => {
  app.post(
    '/verify',
    { schema: { ...verifyRequests, querystring: NamespaceQuery, body: Verification } },
    async (request, reply) => {
      const { count: _, min: __, max: ___, timeout_ms = 0, ...fields } = request.body
      // Redacted like the journal entries that it is compared with.
      const pattern = sandbox.namespaces.redactor.value(fields)
      const limits = toLimits(request.body)
      const { namespace = defaultNamespace } = request.query
      const criteria = { namespace, pattern, limits }
      const count = await countUntil(sandbox, criteria, timeout_ms, reply.raw)
      const { matched } = count
      const verdict = evaluate(limits, count)
      if (verdict === 'holds') return { matched, last_match: lastMatch(pattern, entriesOf(sandbox, namespace)) }
      return reply.code(422).send({
        error: verdict === 'fails' ? failure(limits, count) : inconclusive(count),
        matched,
        near_misses: nearMisses(pattern, entriesOf(sandbox, namespace), matched > limits.maximum),
      })
    },
  )
  done()
}

const matched = Type.Integer({ description: 'The number of matching requests.' })
const last_match = Nullable(JournalEntryView, { description: 'The latest matching request; null if none matches.' })
const failed = Type.Object({
  code: Choice('VERIFICATION_FAILED', 'VERIFICATION_INCONCLUSIVE'),
  message: Type.String({
    description:
      'The expected and the actual number of requests. ' +
      'Inconclusive: the result depends on requests that the journal has dropped.',
  }),
})
const verifyRequests = {
  operationId: 'verifyRequests',
  tags: ['Journal'],
  summary: 'Verify the requests that a namespace received',
  response: {
    ...responses(Type.Object({ matched, last_match })),
    422: Type.Object({ error: failed, matched, near_misses: NearMiss }),
  },
}

/** How many requests must match. */
interface Limits {
  readonly minimum: number
  readonly maximum: number
}

function toLimits({ count, min, max }: Verification): Limits {
  if (count !== undefined && (min !== undefined || max !== undefined)) {
    throw controlErrors.invalid([{ field: 'count', reason: 'cannot be combined with min and max' }])
  }
  const minimum = count ?? min ?? (max === undefined ? 1 : 0)
  const maximum = count ?? max ?? Number.POSITIVE_INFINITY
  if (minimum > maximum) throw controlErrors.invalid([{ field: 'min', reason: 'must not be greater than max' }])
  return { minimum, maximum }
}

/** How many of the kept entries match, and how many entries were dropped. */
interface Count {
  readonly matched: number
  readonly dropped: number
}

/** Evaluates the limits. Each dropped entry could have matched. */
function evaluate({ minimum, maximum }: Limits, { matched, dropped }: Count): 'holds' | 'fails' | 'inconclusive' {
  if (matched > maximum || matched + dropped < minimum) return 'fails'
  return matched >= minimum && matched + dropped <= maximum ? 'holds' : 'inconclusive'
}

function failure(limits: Limits, { matched }: Count) {
  return { code: 'VERIFICATION_FAILED', message: `${countText(matched)}; expected ${describeLimits(limits)}` } as const
}

function inconclusive({ matched, dropped }: Count) {
  const remedy = 'reset the journal first, or keep more entries with --journal and --journal-total'
  const message = `${countText(matched)}, but the journal has dropped ${dropped} that could also match; ${remedy}`
  return { code: 'VERIFICATION_INCONCLUSIVE', message } as const
}

function countText(count: number): string {
  return count === 1 ? '1 request matches' : `${count} requests match`
}

function describeLimits({ minimum, maximum }: Limits): string {
  if (minimum === maximum) return `${minimum}`
  return maximum === Number.POSITIVE_INFINITY ? `at least ${minimum}` : `${minimum} to ${maximum}`
}

/** The requests that a verification counts, and the allowed count. */
interface Criteria {
  /** The name of a namespace, or `*` for all. */
  readonly namespace: string
  readonly pattern: RequestPattern
  readonly limits: Limits
}

/** The entries of a namespace, which is not created. */
function entriesOf({ namespaces }: Sandbox, namespace: string): JournalEntry[] {
  return peekNamespaces(namespaces, { namespace }).flatMap(({ journal }) => journal.entries.list())
}

function droppedOf({ namespaces }: Sandbox, namespace: string): number {
  return peekNamespaces(namespaces, { namespace }).reduce((sum, { journal }) => sum + journal.dropped, 0)
}

function lastMatch(pattern: RequestPattern, entries: readonly JournalEntry[]): JournalEntryView | null {
  const found = entries.findLast(entry => matches(pattern, entry))
  return found === undefined ? null : viewJournalEntry(found)
}

/** The entries with the fewest differences, or the latest matching ones if too many match. */
function nearMisses(
  pattern: RequestPattern,
  entries: readonly JournalEntry[],
  hasTooMany: boolean,
): Static<typeof NearMiss> {
  // Only the number of differences: the differences of all entries would take too much memory.
  const compared = entries.map(entry => ({ entry, differing: compare(pattern, entry).length }))
  const chosen = hasTooMany
    ? compared.filter(({ differing }) => differing === 0).slice(-maxNearMisses)
    : compared
        .filter(({ differing }) => differing > 0)
        .sort((a, b) => a.differing - b.differing)
        .slice(0, maxNearMisses)
  return chosen.map(({ entry }) => ({ request: viewJournalEntry(entry), differences: compare(pattern, entry) }))
}

/**
 * Counts matching entries until the limits hold, the time is over or the client has closed the connection. Each entry
 * is compared when it is added and when it is dropped, never again.
 */
async function countUntil(
  sandbox: Sandbox,
  { namespace, pattern, limits }: Criteria,
  milliseconds: number,
  raw: ServerResponse,
): Promise<Count> {
  const isMatch = (entry: JournalEntry) =>
    (namespace === '*' || entry.namespace === namespace) && matches(pattern, entry)
  let matched = entriesOf(sandbox, namespace).filter(isMatch).length
  const count = () => ({ matched, dropped: droppedOf(sandbox, namespace) })
  // Dropped entries are counted only if they decide the result: there can be many namespaces.
  const holds = () => evaluate(limits, { matched, dropped: 0 }) === 'holds' && evaluate(limits, count()) === 'holds'
  if (milliseconds === 0 || holds()) return count()
  const { promise: ended, resolve: end } = Promise.withResolvers<Count>()
  const unwatch = sandbox.journals.watchChanges((entry, dropped) => {
    if (entry !== null && isMatch(entry)) matched++
    matched -= dropped.filter(isMatch).length
    if (!holds()) return
    // The limits held at this moment: later entries do not count.
    unwatch()
    end(count())
  })
  raw.once('close', () => end(count()))
  const counted = await Promise.race([ended, sandbox.pendingWork.delay(milliseconds).then(count)])
  unwatch()
  return counted
}
