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
import type { Seed } from '../../store/seed.ts'
import { readSeedInSteps } from '../../store/seed-check.ts'
import { SeedFile } from '../../store/seed-file.ts'
import { seedText } from '../../store/seed-rows.ts'
import type { SeedError } from '../../store/seed-shape.ts'
import { controlErrors } from '../control-error.ts'
import type { Namespace } from '../namespace.ts'
import type { Sandbox } from '../sandbox.ts'
import { answers } from './answers.ts'
import { chosen, NamespaceQuery, OneNamespaceQuery, seen } from './namespace-query.ts'

const parts = ['state', 'faults', 'journal', 'deliveries', 'clock'] as const
export type ResetPart = (typeof parts)[number]

const largestState = 64 * 1024 * 1024

/** The state of a namespace: to return to its beginning, to read and to replace. */
export const state: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox }, done) => {
  app.post('/reset', { schema: { ...resetNamespace, querystring: ResetQuery } }, async request => {
    const only = readParts(request.query.only)
    const namespaces = chosen(sandbox.namespaces, request.query)
    await Promise.all(namespaces.map(namespace => resetParts(sandbox, namespace, only)))
    return { reset: [...only], namespaces: namespaces.map(namespace => namespace.name) }
  })
  app.get('/state', { schema: { ...getState, querystring: OneNamespaceQuery } }, async (request, reply) => {
    const [namespace = sandbox.namespaces.default] = seen(sandbox.namespaces, request.query)
    return sendState(sandbox, reply, await namespace.store.snapshot())
  })
  app.register(((app, _options, done) => {
    keepJsonText(app)
    const putOptions = { schema: { ...putState, querystring: OneNamespaceQuery }, bodyLimit: largestState }
    app.put('/state', putOptions, async (request, reply) => {
      const seed = await readBody(request.body)
      const [namespace = sandbox.namespaces.default] = chosen(sandbox.namespaces, request.query)
      await addSecrets(seed, namespace)
      await sandbox.namespaces.replace(namespace, seed)
      return sendState(sandbox, reply, seed)
    })
    done()
  }) satisfies FastifyPluginCallbackTypebox)
  done()
}

/** Sends a state in pieces, as fast as the client reads them. */
function sendState({ namespaces: { redactor } }: Sandbox, reply: FastifyReply, seed: Seed): FastifyReply {
  const text = seedText(seed, row => shown(row, redactor))
  return reply.type('application/json; charset=utf-8').send(Readable.from(inPieces(text)))
}

async function* inPieces(pieces: Iterable<string>): AsyncGenerator<string> {
  for (const piece of pieces) {
    yield piece
    await nextTurn()
  }
}

/** A row without keys in the texts that a client chooses. */
function shown(row: object, redactor: Redactor): object {
  const texts = Object.entries(row).filter(([name]) => /^(name|region)$|_ur[il]s?$/.test(name))
  return texts.length === 0 ? row : { ...row, ...redactor.value(Object.fromEntries(texts)) }
}

/** What arrived before it changes nothing after it. */
export async function resetParts(
  { journals, namespaces, deliverer }: Sandbox,
  namespace: Namespace,
  only: readonly ResetPart[] = parts,
): Promise<void> {
  if (only.includes('faults')) namespace.faults.clear()
  if (only.includes('journal')) journals.clear(namespace.journal)
  if (only.includes('deliveries')) deliverer.clear(namespace)
  if (only.includes('clock')) namespace.clock.reset()
  if (!only.includes('state')) return
  await namespace.store.prepareInitialSeed()
  await namespaces.replace(namespace, namespace.store.initialSeed())
}

function readParts(only: string | undefined): readonly ResetPart[] {
  if (only === undefined) return parts
  const given = only.split(',')
  const wrong = given.find(each => !parts.includes(each as ResetPart))
  if (wrong !== undefined) {
    throw controlErrors.invalid([{ field: 'only', reason: `must be some of ${parts.join(', ')}, with commas between` }])
  }
  return parts.filter(part => given.includes(part))
}

const foundInOneTurn = 1_000

/** A state shows no secret: an application that is given without one keeps what it has. */
async function addSecrets(seed: Seed, { store }: Namespace): Promise<void> {
  let found = 0
  for (const given of seed.destinations.values()) {
    if (given.kind !== 'application' || given.webhookSecret !== null) continue
    if (++found % foundInOneTurn === 0) await nextTurn()
    const before = await store.findDestination(given)
    // The seed was created for this request and is not shared yet.
    if (before?.kind === 'application' && before.accountId === given.accountId)
      Object.assign(given, { webhookSecret: before.webhookSecret })
  }
}

async function readBody(body: unknown): Promise<Seed> {
  if (body instanceof Unreadable) throw controlErrors.invalid([{ field: 'body', reason: body.reason }])
  try {
    return await inTurns(readText(body as string | null))
  } catch (error) {
    if (error instanceof JsonError) throw controlErrors.invalid([{ field: 'body', reason: error.message }])
    const { place, wrong } = error as SeedError
    throw controlErrors.invalid([{ field: place, reason: wrong }])
  }
}

function* readText(text: string | null): Steps<Seed> {
  return yield* readSeedInSteps(text && (yield* parseInSteps(text)))
}

const tags = ['State']
const ResetQuery = Type.Object(
  {
    ...NamespaceQuery.properties,
    only: Type.Optional(
      Type.String({ description: 'Some of state, faults, journal, deliveries and clock, with commas between.' }),
    ),
  },
  { additionalProperties: false },
)
const resetNamespace = {
  operationId: 'resetNamespace',
  tags,
  summary: 'Return to the beginning',
  response: answers(Type.Object({ reset: Type.Array(Choice(...parts)), namespaces: Type.Array(Type.String()) })),
}
const response = answers(SeedFile)
const getState = { operationId: 'getState', tags, summary: 'Get the state, as a seed that would make it', response }
const putState = {
  operationId: 'putState',
  tags,
  summary: 'Replace the state, all or nothing',
  description: 'A body of up to 64 MiB, of which no row may be longer than 1 MiB.',
  response,
}
