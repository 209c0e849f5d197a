import type { FastifyPluginCallbackTypebox } from '@fastify/type-provider-typebox'
import type { Static } from '@sinclair/typebox'
import { Type } from '@sinclair/typebox'
import { controlErrors } from '../control-error.ts'
import type { Fault } from '../fault.ts'
import { FaultBody, maxCharacters, maxFaults } from '../fault.ts'
import type { Namespace, Namespaces } from '../namespace.ts'
import { isAboutNumber, isReadOnly } from '../operation.ts'
import type { Sandbox } from '../sandbox.ts'
import { getOrCreateNamespaces, NamespaceQuery, peekNamespaces } from './namespace-query.ts'
import { responses } from './responses.ts'

export const FaultView = Type.Object({
  namespace: Type.String(),
  id: Type.String(),
  ...FaultBody.properties,
  seed: Type.Integer({ description: 'Seed of the random draws for probability.' }),
  applied: Type.Integer({ description: 'How many times the fault was applied.' }),
})
export type FaultView = Static<typeof FaultView>

const tags = ['Faults']

/** Routes that set, list and remove faults. */
export const faults: FastifyPluginCallbackTypebox<{ sandbox: Sandbox }> = (app, { sandbox: { namespaces } }, done) => {
  // The body of a fault can contain an API key.
  const view = (namespace: Namespace, fault: Fault & { applied: number }): FaultView => ({
    namespace: namespace.name,
    ...namespaces.redactor.value(fault),
  })
  app.post('/faults', { schema: { ...setFault, querystring: NamespaceQuery, body: FaultBody } }, async request => {
    assertValidFault(request.body)
    const targets = getOrCreateNamespaces(namespaces, request.query)
    // All namespaces are checked before the fault is added to any.
    if (!targets.every(({ faults }) => faults.canAdd)) {
      throw controlErrors.invalid([
        { field: 'body', reason: `must not exceed ${maxFaults} faults in a namespace; remove some` },
      ])
    }
    if (!hasCapacity(namespaces, targets.length * JSON.stringify(request.body).length)) {
      throw controlErrors.invalid([
        { field: 'body', reason: 'must not exceed 4 MiB together with all other faults; remove some' },
      ])
    }
    const faults = targets.map(namespace => view(namespace, { ...namespace.faults.add(request.body), applied: 0 }))
    const warnings = await Promise.all(targets.map(namespace => findWarnings(namespace, request.body)))
    return { faults, warnings: warnings.flat() }
  })
  app.get('/faults', { schema: { ...listFaults, querystring: NamespaceQuery } }, async request => ({
    faults: peekNamespaces(namespaces, request.query).flatMap(namespace =>
      namespace.faults.list().map(fault => view(namespace, fault)),
    ),
  }))
  app.delete('/faults', { schema: { ...clearFaults, querystring: NamespaceQuery } }, async request => {
    for (const namespace of getOrCreateNamespaces(namespaces, request.query)) namespace.faults.clear()
    return { faults: [] }
  })
  const removeFaultSchema = { ...removeFault, querystring: NamespaceQuery, params: Type.Object({ id: Type.String() }) }
  app.delete('/faults/:id', { schema: removeFaultSchema }, async request => {
    const removed = getOrCreateNamespaces(namespaces, request.query).filter(namespace =>
      namespace.faults.remove(request.params.id),
    )
    if (removed.length === 0) throw controlErrors.faultUnknown()
    return { removed: request.params.id }
  })
  done()
}

/**
 * Whether faults of this size can be added. If necessary, removes exhausted faults from all namespaces to make room.
 */
function hasCapacity(namespaces: Namespaces, characters: number): boolean {
  const all = [...namespaces.all].map(({ faults }) => faults)
  const isWithinLimit = () => all.reduce((sum, faults) => sum + faults.characters, characters) <= maxCharacters
  if (isWithinLimit()) return true
  for (const faults of all) faults.removeExhausted()
  return isWithinLimit()
}

/** Headers that the server sets itself. */
const reservedHeader = /^(connection|content-length|keep-alive|trailer|transfer-encoding|upgrade|x-sandbox-.*)$/i

function assertValidFault({ effect, at, operation }: FaultBody): void {
  const { status, delay_ms, connection, body, headers } = effect
  const effectCount = [status, delay_ms, connection].filter(each => each !== undefined).length
  if (effectCount !== 1) {
    throw controlErrors.invalid([{ field: 'effect', reason: 'must have exactly one of status, delay_ms, connection' }])
  }
  for (const [name, value] of Object.entries({ body, headers })) {
    if (value === undefined || status !== undefined) continue
    throw controlErrors.invalid([{ field: `effect.${name}`, reason: 'is only allowed with status' }])
  }
  const problems = Object.entries(headers ?? {}).flatMap(([name, value]) => {
    const reason = findHeaderProblem(name, value)
    return reason === null ? [] : [{ field: `effect.headers.${name}`, reason }]
  })
  if (problems.length > 0) throw controlErrors.invalid(problems)
  if (at === 'after_commit' && operation !== undefined && isReadOnly(operation)) {
    throw controlErrors.invalid([{ field: 'at', reason: 'must be arrival for an operation that changes nothing' }])
  }
}

function findHeaderProblem(name: string, value: string): string | null {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return 'is not a header name'
  if (reservedHeader.test(name)) return 'is set by the server'
  return /^[\t -~\u0080-\u00ff]*$/.test(value) ? null : 'must be one line of Latin-1 text'
}

/** Why a fault can never apply in a namespace, as far as that is known. */
async function findWarnings({ name, store }: Namespace, { e164, operation }: FaultBody): Promise<string[]> {
  if (e164 === undefined) return []
  if (operation !== undefined && !isAboutNumber(operation)) {
    return [`${operation} is not about a number, so this fault with e164 never applies`]
  }
  return (await store.findNumber(e164)) === null ? [`the namespace ${name} has no number ${e164}`] : []
}

const response = responses(Type.Object({ faults: Type.Array(FaultView) }))
const setFault = {
  operationId: 'setFault',
  tags,
  summary: 'Set a fault',
  response: responses(
    Type.Object({
      faults: Type.Array(FaultView),
      warnings: Type.Array(Type.String(), { description: 'Reasons why the fault may never apply.' }),
    }),
  ),
}
const listFaults = {
  operationId: 'listFaults',
  tags,
  summary: 'List the faults and how many times each was applied',
  response,
}
const clearFaults = { operationId: 'clearFaults', tags, summary: 'Remove all faults', response }
const removeFault = {
  operationId: 'removeFault',
  tags,
  summary: 'Remove a fault',
  response: responses(Type.Object({ removed: Type.String() })),
}
