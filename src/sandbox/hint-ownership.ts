import { closest } from '../base/suggestion.ts'
import type { DestinationKind } from '../domain/number.ts'
import type { ApiHintContext } from './hint-context.ts'

/** How many numbers, trunks or applications of an account are compared with the requested id. */
const maxCompared = 250
/** How many of them a hint lists. */
const maxListed = 5

/**
 * The hint for a number that is not in the account: the namespace that has it, a similar number, or a list of the
 * numbers that exist.
 */
export async function numberHint({ request, sandboxContext, namespaces }: ApiHintContext): Promise<string> {
  const { accountId } = request.auth.access
  const { e164 = '' } = request.params as { e164?: string }
  for (const namespace of namespaces.all) {
    const match = namespace === sandboxContext.namespace ? null : await namespace.store.findNumber(e164)
    if (match?.accountId === accountId)
      return `${e164} is in the namespace ${namespace.name}, not in ${sandboxContext.namespace.name}`
  }
  const { numbers } = await sandboxContext.namespace.store.listNumbers({ accountId, offset: 0, limit: maxCompared })
  return suggest(
    e164,
    numbers.map(number => number.e164),
    '--number',
  )
}

type StringFields = Readonly<Record<string, string>>

/** The same hint for a trunk or an application. */
export async function destinationHint({ request, sandboxContext, namespaces }: ApiHintContext): Promise<string> {
  const { accountId } = request.auth.access
  const kind: DestinationKind = request.raw.context.error?.code === 'trunk_not_found' ? 'trunk' : 'application'
  const id = String({ ...(request.body as StringFields), ...(request.params as StringFields) }[`${kind}_id`])
  for (const namespace of namespaces.all) {
    const match = namespace === sandboxContext.namespace ? null : await namespace.store.findDestination({ kind, id })
    if (match?.accountId === accountId)
      return `${id} is in the namespace ${namespace.name}, not in ${sandboxContext.namespace.name}`
  }
  const owned = await sandboxContext.namespace.store.listDestinations(accountId, kind, maxCompared)
  return suggest(
    id,
    owned.map(each => each.id),
    `--${kind}`,
  )
}

function suggest(name: string, owned: readonly string[], flag: string): string {
  const suggestion = closest(name, owned)
  if (suggestion !== undefined) return `did you mean ${suggestion}?`
  const list = owned.length === 0 ? 'none' : owned.slice(0, maxListed).join(', ')
  return `the account has ${list}; add more with ${flag} or --seed`
}
