import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { controlErrors } from '../control-error.ts'
import type { Fault } from '../fault.ts'
import { FaultBody, mostCharacters, mostFaults } from '../fault.ts'
import type { Namespace, Namespaces } from '../namespace.ts'
import type { Sandbox } from '../sandbox.ts'
import { answers } from './answers.ts'
import { chosen, NamespaceQuery, seen } from './namespace-query.ts'

export const FaultView = Type.Object({
  namespace: Type.String(),
  id: Type.String(),
  ...FaultBody.properties,
  seed: Type.Integer({ description: 'Of the draw.' }),
  applied: Type.Integer({ description: 'How often it was applied.' }),
})
export type FaultView = Static<typeof FaultView>

const tags = ['Faults']

/** Mischief to set, to see and to take back. */
export const faults: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox: { namespaces } }, done) => {
  // The body that a fault answers with may hold a key, and is answered as it was given.
  const view = (namespace: Namespace, fault: Fault & { applied: number }): FaultView => ({
    namespace: namespace.name,
    ...namespaces.redactor.value(fault),
  })
  app.post('/faults', { schema: { ...setFault, querystring: NamespaceQuery, body: FaultBody } }, async request => {
    mustBePossible(request.body)
    const those = chosen(namespaces, request.query)
    // Checked for all of them before any gets it.
    if (!those.every(({ faults }) => faults.hasRoom)) {
      throw controlErrors.invalid([
        { field: 'body', reason: `must not be one more than ${mostFaults} faults: remove some` },
      ])
    }
    if (!fits(namespaces, those.length * JSON.stringify(request.body).length)) {
      throw controlErrors.invalid([
        { field: 'body', reason: 'must not exceed 4 MiB with all other faults: remove some' },
      ])
    }
    return { faults: those.map(namespace => view(namespace, { ...namespace.faults.add(request.body), applied: 0 })) }
  })
  app.get('/faults', { schema: { ...listFaults, querystring: NamespaceQuery } }, async request => ({
    faults: seen(namespaces, request.query).flatMap(namespace =>
      namespace.faults.list().map(fault => view(namespace, fault)),
    ),
  }))
  app.delete('/faults', { schema: { ...clearFaults, querystring: NamespaceQuery } }, async request => {
    for (const namespace of chosen(namespaces, request.query)) namespace.faults.clear()
    return { faults: [] }
  })
  const one = { ...removeFault, querystring: NamespaceQuery, params: Type.Object({ id: Type.String() }) }
  app.delete('/faults/:id', { schema: one }, async request => {
    const removed = chosen(namespaces, request.query).filter(namespace => namespace.faults.remove(request.params.id))
    if (removed.length === 0) throw controlErrors.faultUnknown()
    return { removed: request.params.id }
  })
  done()
}

/** Whether faults of so many characters can be added, if need be after those of all namespaces that are spent are dropped. */
function fits(namespaces: Namespaces, characters: number): boolean {
  const all = [...namespaces.all].map(({ faults }) => faults)
  const haveRoom = () => all.reduce((sum, faults) => sum + faults.characters, characters) <= mostCharacters
  if (haveRoom()) return true
  for (const faults of all) faults.dropSpent()
  return haveRoom()
}

function mustBePossible({ effect, at, operation }: FaultBody): void {
  const { status, delay_ms, connection, body } = effect
  const given = [status, delay_ms, connection].filter(each => each !== undefined).length
  if (given !== 1) {
    throw controlErrors.invalid([{ field: 'effect', reason: 'must have exactly one of status, delay_ms, connection' }])
  }
  if (body !== undefined && status === undefined) {
    throw controlErrors.invalid([{ field: 'effect.body', reason: 'goes with status' }])
  }
  if (at === 'after_commit' && operation !== undefined && /^(get|list)/.test(operation)) {
    throw controlErrors.invalid([{ field: 'at', reason: 'must be arrival for an operation that commits nothing' }])
  }
}

const response = answers(Type.Object({ faults: Type.Array(FaultView) }))
const setFault = { operationId: 'setFault', tags, summary: 'Set a fault', response }
const listFaults = {
  operationId: 'listFaults',
  tags,
  summary: 'List the faults, with how often each was applied',
  response,
}
const clearFaults = { operationId: 'clearFaults', tags, summary: 'Take back all faults', response }
const removeFault = {
  operationId: 'removeFault',
  tags,
  summary: 'Take back one fault',
  response: answers(Type.Object({ removed: Type.String() })),
}
