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
import type { SeedMistake } from '../../store/seed-shape.ts'
import { refusals } from '../refusal.ts'
import type { Sandbox } from '../sandbox.ts'
import type { World } from '../world.ts'
import { answers } from './answers.ts'
import { chosen, OneWorldQuery, seen, WorldQuery } from './world-query.ts'

const parts = ['state', 'faults', 'journal', 'deliveries', 'clock'] as const
export type Part = (typeof parts)[number]

const largestState = 64 * 1024 * 1024

/** The state of a world: to return to its beginning, to read and to replace. */
export const state: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox }, done) => {
  app.post('/reset', { schema: { ...resetWorld, querystring: ResetQuery } }, async request => {
    const only = readParts(request.query.only)
    const worlds = chosen(sandbox.worlds, request.query)
    await Promise.all(worlds.map(world => resetParts(sandbox, world, only)))
    return { reset: [...only], worlds: worlds.map(world => world.name) }
  })
  app.get('/state', { schema: { ...getState, querystring: OneWorldQuery } }, async (request, reply) => {
    const [world = sandbox.worlds.default] = seen(sandbox.worlds, request.query)
    return sendState(sandbox, reply, await world.store.snapshot())
  })
  app.register(((app, _options, done) => {
    keepJsonText(app)
    const putOptions = { schema: { ...putState, querystring: OneWorldQuery }, bodyLimit: largestState }
    app.put('/state', putOptions, async (request, reply) => {
      const seed = await readBody(request.body)
      const [world = sandbox.worlds.default] = chosen(sandbox.worlds, request.query)
      await addSecrets(seed, world)
      await sandbox.worlds.replace(world, seed)
      return sendState(sandbox, reply, seed)
    })
    done()
  }) satisfies FastifyPluginCallbackTypebox)
  done()
}

/** Sends a state in pieces, as fast as the client reads them. */
function sendState({ worlds: { redactor } }: Sandbox, reply: FastifyReply, seed: Seed): FastifyReply {
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
  { journals, worlds, deliverer }: Sandbox,
  world: World,
  only: readonly Part[] = parts,
): Promise<void> {
  if (only.includes('faults')) world.faults.clear()
  if (only.includes('journal')) journals.clear(world.journal)
  if (only.includes('deliveries')) deliverer.clear(world)
  if (only.includes('clock')) world.clock.reset()
  if (!only.includes('state')) return
  await world.store.preparePlanted()
  await worlds.replace(world, world.store.planted())
}

function readParts(only: string | undefined): readonly Part[] {
  if (only === undefined) return parts
  const given = only.split(',')
  const wrong = given.find(each => !parts.includes(each as Part))
  if (wrong !== undefined) {
    throw refusals.invalid([{ field: 'only', reason: `must be some of ${parts.join(', ')}, with commas between` }])
  }
  return parts.filter(part => given.includes(part))
}

const foundInOneTurn = 1_000

/** A state shows no secret: an application that is given without one keeps what it has. */
async function addSecrets(seed: Seed, { store }: World): Promise<void> {
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
  if (body instanceof Unreadable) throw refusals.invalid([{ field: 'body', reason: body.reason }])
  try {
    return await inTurns(readText(body as string | null))
  } catch (error) {
    if (error instanceof JsonError) throw refusals.invalid([{ field: 'body', reason: error.message }])
    const { place, wrong } = error as SeedMistake
    throw refusals.invalid([{ field: place, reason: wrong }])
  }
}

function* readText(text: string | null): Steps<Seed> {
  return yield* readSeedInSteps(text && (yield* parseInSteps(text)))
}

const tags = ['State']
const ResetQuery = Type.Object(
  {
    ...WorldQuery.properties,
    only: Type.Optional(
      Type.String({ description: 'Some of state, faults, journal, deliveries and clock, with commas between.' }),
    ),
  },
  { additionalProperties: false },
)
const resetWorld = {
  operationId: 'resetWorld',
  tags,
  summary: 'Return to the beginning',
  response: answers(Type.Object({ reset: Type.Array(Choice(...parts)), worlds: Type.Array(Type.String()) })),
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
