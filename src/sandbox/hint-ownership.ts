import { closest } from '../base/suggestion.ts'
import type { DestinationKind } from '../domain/number.ts'
import type { ApiHintContext } from './hint-context.ts'

/** How many of an account's numbers, trunks or applications are compared. */
const looked = 250
const shown = 5

/** For a number that the account has not: the near one, or those that it has, or the namespace that has it. */
export async function numberHint({ request, sandboxContext, namespaces }: ApiHintContext): Promise<string> {
  const { accountId } = request.auth.access
  const { e164 = '' } = request.params as { e164?: string }
  for (const namespace of namespaces.all) {
    const there = namespace === sandboxContext.namespace ? null : await namespace.store.findNumber(e164)
    if (there?.accountId === accountId)
      return `${e164} is in the namespace ${namespace.name}, not in ${sandboxContext.namespace.name}`
  }
  const { numbers } = await sandboxContext.namespace.store.listNumbers({ accountId, offset: 0, limit: looked })
  return suggest(
    e164,
    numbers.map(number => number.e164),
    '--number',
  )
}

type Given = Readonly<Record<string, string>>

/** Likewise for a trunk or an application. */
export async function destinationHint({ request, sandboxContext, namespaces }: ApiHintContext): Promise<string> {
  const { accountId } = request.auth.access
  const kind: DestinationKind = request.raw.context.error?.code === 'trunk_not_found' ? 'trunk' : 'application'
  const id = String({ ...(request.body as Given), ...(request.params as Given) }[`${kind}_id`])
  for (const namespace of namespaces.all) {
    const there = namespace === sandboxContext.namespace ? null : await namespace.store.findDestination({ kind, id })
    if (there?.accountId === accountId)
      return `${id} is in the namespace ${namespace.name}, not in ${sandboxContext.namespace.name}`
  }
  const owned = await sandboxContext.namespace.store.listDestinations(accountId, kind, looked)
  return suggest(
    id,
    owned.map(each => each.id),
    `--${kind}`,
  )
}

function suggest(given: string, owned: readonly string[], flag: string): string {
  const meant = closest(given, owned)
  if (meant !== undefined) return `did you mean ${meant}?`
  const has = owned.length === 0 ? 'none' : owned.slice(0, shown).join(', ')
  return `the account has ${has}; ${flag} or --seed adds more`
}
