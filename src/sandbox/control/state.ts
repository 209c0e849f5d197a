import { Readable } from 'node:stream'
import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import type { FastifyReply } from 'fastify'
import { Choice } from '../../base/choice.ts'
import { JsonError, parseInSteps } from '../../base/json-steps.ts'
import type { Redactor } from '../../base/redaction.ts'
import type { Steps } from '../../base/turns.ts'
import { inTurns, nextTurn } from '../../base/turns.ts'
import { keepJsonText, Unreadable } from '../../http/body-parser.ts'
import type { Edit, EditedSeed } from '../../store/edit-seed.ts'
import { editSeed } from '../../store/edit-seed.ts'
import type { Seed } from '../../store/seed.ts'
import { readSeedInSteps } from '../../store/seed-check.ts'
import { SeedFile } from '../../store/seed-file.ts'
import { serializeSeed, withoutSecret } from '../../store/seed-rows.ts'
import type { SeedError } from '../../store/seed-shape.ts'
import { controlErrors } from '../control-error.ts'
import type { Namespace } from '../namespace.ts'
import type { Sandbox } from '../sandbox.ts'
import { getOrCreateNamespaces, NamespaceQuery, peekNamespaces, SingleNamespaceQuery } from './namespace-query.ts'
import { responses } from './responses.ts'

const allParts = ['state', 'faults', 'journal', 'deliveries', 'clock'] as const
export type ResetPart = (typeof allParts)[number]

const maxStateBytes = 64 * 1024 * 1024

/** Routes that reset, read and replace the state of a namespace. */
export const state: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox }, done) => {
  app.post('/reset', { schema: { ...resetNamespace, querystring: ResetQuery } }, async request => {
    const only = readParts(request.query.only)
    const namespaces = getOrCreateNamespaces(sandbox.namespaces, request.query)
    await Promise.all(namespaces.map(namespace => resetParts(sandbox, namespace, only)))
    return { reset: [...only], namespaces: namespaces.map(namespace => namespace.name) }
  })
  app.get('/state', { schema: { ...getState, querystring: SingleNamespaceQuery } }, async (request, reply) => {
    const [namespace = sandbox.namespaces.default] = peekNamespaces(sandbox.namespaces, request.query)
    return sendState(sandbox, reply, await namespace.store.snapshot())
  })
  for (const [method, edit] of [
    ['POST', 'add'],
    ['PATCH', 'change'],
  ] as const) {
    const schema = { ...(edit === 'add' ? addRows : changeRows), querystring: SingleNamespaceQuery }
    app.route({ method, url: '/state', schema, handler: ({ body, query }) => editRows(sandbox, query, edit, body) })
  }
  app.register(((app, _options, done) => {
    keepJsonText(app)
    const putOptions = { schema: { ...putState, querystring: SingleNamespaceQuery }, bodyLimit: maxStateBytes }
    app.put('/state', putOptions, async (request, reply) => {
      const seed = await readBody(request.body)
      const [namespace = sandbox.namespaces.default] = getOrCreateNamespaces(sandbox.namespaces, request.query)
      await addSecrets(seed, namespace)
      await sandbox.namespaces.replace(namespace, seed)
      return sendState(sandbox, reply, seed)
    })
    done()
  }) satisfies FastifyPluginCallbackTypebox)
  done()
}

async function editRows(
  { namespaces }: Sandbox,
  query: NamespaceQuery,
  edit: Edit,
  body: unknown,
): Promise<Record<string, object[]>> {
  const [namespace = namespaces.default] = getOrCreateNamespaces(namespaces, query)
  if (body instanceof Unreadable) throw controlErrors.invalid([{ field: 'body', reason: body.reason }])
  let rows: EditedSeed['rows'] = {}
  await namespaces.edit(namespace, function* (current) {
    try {
      const edited = yield* editSeed(current, edit, body)
      rows = edited.rows
      return edited.seed
    } catch (error) {
      throw toControlError(error as SeedError)
    }
  })
  const views = Object.entries(rows).map(([list, all]) => [
    list,
    all.map(row => redactRow(withoutSecret(row), namespaces.redactor)),
  ])
  return Object.fromEntries(views)
}

/** Streams a state in chunks, at the speed at which the client reads. */
function sendState({ namespaces: { redactor } }: Sandbox, reply: FastifyReply, seed: Seed): FastifyReply {
  const text = serializeSeed(seed, row => redactRow(row, redactor))
  return reply.type('application/json; charset=utf-8').send(Readable.from(toChunks(text)))
}

async function* toChunks(pieces: Iterable<string>): AsyncGenerator<string> {
  for (const piece of pieces) {
    yield piece
    await nextTurn()
  }
}

/** A row without API keys in the texts that clients choose. */
function redactRow(row: object, redactor: Redactor): object {
  const texts = Object.entries(row).filter(([name]) => /^(name|region)$|_ur[il]s?$/.test(name))
  return texts.length === 0 ? row : { ...row, ...redactor.value(Object.fromEntries(texts)) }
}

/** Resets parts of a namespace, by default all. Requests that arrived earlier can no longer change the state. */
export async function resetParts(
  { journals, namespaces, webhookSender }: Sandbox,
  namespace: Namespace,
  only: readonly ResetPart[] = allParts,
): Promise<void> {
  if (only.includes('faults')) namespace.faults.clear()
  if (only.includes('journal')) journals.clear(namespace.journal)
  if (only.includes('deliveries')) webhookSender.clear(namespace)
  if (only.includes('clock')) namespace.clock.reset()
  if (!only.includes('state')) return
  await namespace.store.prepareInitialSeed()
  await namespaces.replace(namespace, namespace.store.initialSeed())
}

function readParts(only: string | undefined): readonly ResetPart[] {
  if (only === undefined) return allParts
  const names = only.split(',')
  const unknownPart = names.find(each => !allParts.includes(each as ResetPart))
  if (unknownPart !== undefined) {
    throw controlErrors.invalid([{ field: 'only', reason: `must be a comma-separated list of ${allParts.join(', ')}` }])
  }
  return allParts.filter(part => names.includes(part))
}

/** How many stored applications are looked up before other work can run. */
const lookupsPerTurn = 1_000

/** `GET /state` omits secrets: an application without a secret in the new state keeps its current one. */
async function addSecrets(seed: Seed, { store }: Namespace): Promise<void> {
  let lookups = 0
  for (const destination of seed.destinations.values()) {
    if (destination.kind !== 'application' || destination.webhookSecret !== null) continue
    if (++lookups % lookupsPerTurn === 0) await nextTurn()
    const current = await store.findDestination(destination)
    // The seed was created for this request and is not shared yet.
    if (current?.kind === 'application' && current.accountId === destination.accountId)
      Object.assign(destination, { webhookSecret: current.webhookSecret })
  }
}

async function readBody(body: unknown): Promise<Seed> {
  if (body instanceof Unreadable) throw controlErrors.invalid([{ field: 'body', reason: body.reason }])
  try {
    return await inTurns(readText(body as string | null))
  } catch (error) {
    if (error instanceof JsonError) throw controlErrors.invalid([{ field: 'body', reason: error.message }])
    throw toControlError(error as SeedError)
  }
}

function toControlError({ path, problem }: SeedError) {
  return controlErrors.invalid([{ field: path, reason: problem }])
}

function* readText(text: string | null): Steps<Seed> {
  return yield* readSeedInSteps(text && (yield* parseInSteps(text)))
}

const tags = ['State']
const ResetQuery = Type.Object(
  {
    ...NamespaceQuery.properties,
    only: Type.Optional(
      Type.String({
        description:
          'The parts to reset: a comma-separated list of state, faults, journal, deliveries and clock. Default: all.',
      }),
    ),
  },
  { additionalProperties: false },
)
const resetNamespace = {
  operationId: 'resetNamespace',
  tags,
  summary: 'Reset the state, faults, journal, deliveries and clock',
  response: responses(Type.Object({ reset: Type.Array(Choice(...allParts)), namespaces: Type.Array(Type.String()) })),
}
const response = responses(SeedFile)
const getState = {
  operationId: 'getState',
  tags,
  summary: 'Get the state of a namespace, in the seed format',
  response,
}
const putState = {
  operationId: 'putState',
  tags,
  summary: 'Replace the state of a namespace',
  description:
    'The new state replaces the old one completely; if any part is invalid, nothing changes. ' +
    'The body can have up to 64 MiB, and each row up to 1 MiB.',
  response,
}

const addRows = {
  operationId: 'addRows',
  tags,
  summary: 'Add numbers, trunks, applications, accounts or keys',
  description: 'The body has the lists of a seed. If a row already exists, nothing changes. Returns the added rows.',
  response,
}
const changeRows = {
  operationId: 'changeRows',
  tags,
  summary: 'Change numbers, trunks, applications or keys',
  description:
    'The body has the lists of a seed, each row with its id and the fields to change. If a row does not exist, ' +
    'nothing changes. A number with a new trunk loses its application, and vice versa. Returns the changed rows.',
  response,
}
