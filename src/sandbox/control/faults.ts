import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import type { Fault } from '../fault.ts'
import { FaultBody, mostCharacters, mostFaults } from '../fault.ts'
import { refusals } from '../refusal.ts'
import type { Sandbox } from '../sandbox.ts'
import type { World, Worlds } from '../world.ts'
import { answers } from './answers.ts'
import { chosen, seen, WorldQuery } from './world-query.ts'

export const FaultView = Type.Object({
  world: Type.String(),
  id: Type.String(),
  ...FaultBody.properties,
  seed: Type.Integer({ description: 'Of the draw.' }),
  done: Type.Integer({ description: 'How often it was done.' }),
})
export type FaultView = Static<typeof FaultView>

const tags = ['Faults']

/** Mischief to set, to see and to take back. */
export const faults: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox: { worlds } }, done) => {
  // The body that a fault answers with may hold a key, and is answered as it was given.
  const view = (world: World, fault: Fault & { done: number }): FaultView => ({
    world: world.name,
    ...worlds.redactor.value(fault),
  })
  app.post('/faults', { schema: { ...setFault, querystring: WorldQuery, body: FaultBody } }, async request => {
    mustBePossible(request.body)
    const those = chosen(worlds, request.query)
    // Checked for all of them before any gets it.
    if (!those.every(({ faults }) => faults.hasRoom)) {
      throw refusals.invalid([{ field: 'body', reason: `must not be one more than ${mostFaults} faults: remove some` }])
    }
    if (!fits(worlds, those.length * JSON.stringify(request.body).length)) {
      throw refusals.invalid([{ field: 'body', reason: 'must not exceed 4 MiB with all other faults: remove some' }])
    }
    return { faults: those.map(world => view(world, { ...world.faults.add(request.body), done: 0 })) }
  })
  app.get('/faults', { schema: { ...listFaults, querystring: WorldQuery } }, async request => ({
    faults: seen(worlds, request.query).flatMap(world => world.faults.list().map(fault => view(world, fault))),
  }))
  app.delete('/faults', { schema: { ...clearFaults, querystring: WorldQuery } }, async request => {
    for (const world of chosen(worlds, request.query)) world.faults.clear()
    return { faults: [] }
  })
  const one = { ...removeFault, querystring: WorldQuery, params: Type.Object({ id: Type.String() }) }
  app.delete('/faults/:id', { schema: one }, async request => {
    const removed = chosen(worlds, request.query).filter(world => world.faults.remove(request.params.id))
    if (removed.length === 0) throw refusals.faultUnknown()
    return { removed: request.params.id }
  })
  done()
}

/** Whether faults of so many characters can be added, if need be after those of all namespaces that are spent are dropped. */
function fits(worlds: Worlds, characters: number): boolean {
  const all = [...worlds.all].map(({ faults }) => faults)
  const haveRoom = () => all.reduce((sum, faults) => sum + faults.characters, characters) <= mostCharacters
  if (haveRoom()) return true
  for (const faults of all) faults.dropSpent()
  return haveRoom()
}

function mustBePossible({ effect, at, operation }: FaultBody): void {
  const { status, delay_ms, connection, body } = effect
  const given = [status, delay_ms, connection].filter(each => each !== undefined).length
  if (given !== 1) {
    throw refusals.invalid([{ field: 'effect', reason: 'must have exactly one of status, delay_ms, connection' }])
  }
  if (body !== undefined && status === undefined) {
    throw refusals.invalid([{ field: 'effect.body', reason: 'goes with status' }])
  }
  if (at === 'after_commit' && operation !== undefined && /^(get|list)/.test(operation)) {
    throw refusals.invalid([{ field: 'at', reason: 'must be arrival for an operation that commits nothing' }])
  }
}

const response = answers(Type.Object({ faults: Type.Array(FaultView) }))
const setFault = { operationId: 'setFault', tags, summary: 'Set a fault', response }
const listFaults = {
  operationId: 'listFaults',
  tags,
  summary: 'List the faults, with how often each was done',
  response,
}
const clearFaults = { operationId: 'clearFaults', tags, summary: 'Take back all faults', response }
const removeFault = {
  operationId: 'removeFault',
  tags,
  summary: 'Take back one fault',
  response: answers(Type.Object({ removed: Type.String() })),
}
