import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import { Type } from '@sinclair/typebox'
import { Choice } from '../../base/choice.ts'
import { Unreadable } from '../../http/body-parser.ts'
import type { Seed } from '../../store/seed.ts'
import { readSeed } from '../../store/seed-check.ts'
import type { SeedNumber } from '../../store/seed-file.ts'
import { SeedFile } from '../../store/seed-file.ts'
import { toSeedFile } from '../../store/seed-rows.ts'
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
  app.get('/state', { schema: { ...getState, querystring: OneWorldQuery } }, async request => {
    const [world = sandbox.worlds.default] = seen(sandbox.worlds, request.query)
    return shownState(sandbox, world)
  })
  const putOptions = { schema: { ...putState, querystring: OneWorldQuery }, bodyLimit: largestState }
  app.put('/state', putOptions, async request => {
    const seed = readBody(request.body)
    const [world = sandbox.worlds.default] = chosen(sandbox.worlds, request.query)
    await sandbox.worlds.replace(world, await withSecrets(seed, world))
    return shownState(sandbox, world)
  })
  done()
}

/** As a seed, without keys in the texts that a client chooses. */
async function shownState({ worlds: { redactor } }: Sandbox, world: World) {
  const { numbers, trunks, applications, ...rest } = toSeedFile(await world.store.snapshot())
  const shown = (row: object) => {
    const texts = Object.entries(row).filter(([name]) => /^name$|_ur[il]s?$/.test(name))
    return { ...row, ...redactor.value(Object.fromEntries(texts)) }
  }
  const shownNumber = (row: object) => ({ ...row, region: redactor.text(String((row as SeedNumber).region)) })
  return {
    ...rest,
    numbers: numbers.map(shownNumber),
    trunks: trunks.map(shown),
    applications: applications.map(shown),
  }
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
  if (only.includes('state')) await worlds.replace(world, world.store.planted())
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

/** A state shows no secret: an application that is given without one keeps what it has. */
async function withSecrets(seed: Seed, { store }: World): Promise<Seed> {
  const destinations = new Map(seed.destinations)
  for (const [key, given] of destinations) {
    if (given.kind !== 'application' || given.webhookSecret !== null) continue
    const found = await store.findDestination(given)
    if (found?.kind === 'application' && found.accountId === given.accountId)
      destinations.set(key, { ...given, webhookSecret: found.webhookSecret })
  }
  return { ...seed, destinations }
}

function readBody(body: unknown): Seed {
  if (body instanceof Unreadable) throw refusals.invalid([{ field: 'body', reason: body.reason }])
  try {
    return readSeed(body)
  } catch (error) {
    const { place, wrong } = error as SeedMistake
    throw refusals.invalid([{ field: place, reason: wrong }])
  }
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
const putState = { operationId: 'putState', tags, summary: 'Replace the state, all or nothing', response }
