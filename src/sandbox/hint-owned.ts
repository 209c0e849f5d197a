import { nearest } from '../base/nearest.ts'
import type { DestinationKind } from '../domain/number.ts'
import type { VisitHintParts } from './hint-parts.ts'

/** How many of an account's numbers, trunks or applications are compared. */
const looked = 250
const shown = 5

/** For a number that the account has not: the near one, or those that it has, or the world that has it. */
export async function numberHint({ request, visit, worlds }: VisitHintParts): Promise<string> {
  const { accountId } = request.admission.access
  const { e164 = '' } = request.params as { e164?: string }
  for (const world of worlds.all) {
    const there = world === visit.world ? null : await world.store.findNumber(e164)
    if (there?.accountId === accountId) return `${e164} is in the world ${world.name}, not in ${visit.world.name}`
  }
  const { numbers } = await visit.world.store.listNumbers({ accountId, offset: 0, limit: looked })
  return suggest(
    e164,
    numbers.map(number => number.e164),
    '--number',
  )
}

type Given = Readonly<Record<string, string>>

/** Likewise for a trunk or an application. */
export async function destinationHint({ request, visit, worlds }: VisitHintParts): Promise<string> {
  const { accountId } = request.admission.access
  const kind: DestinationKind = request.raw.exchange.refused?.code === 'trunk_not_found' ? 'trunk' : 'application'
  const id = String({ ...(request.body as Given), ...(request.params as Given) }[`${kind}_id`])
  for (const world of worlds.all) {
    const there = world === visit.world ? null : await world.store.findDestination({ kind, id })
    if (there?.accountId === accountId) return `${id} is in the world ${world.name}, not in ${visit.world.name}`
  }
  const owned = await visit.world.store.listDestinations(accountId, kind, looked)
  return suggest(
    id,
    owned.map(each => each.id),
    `--${kind}`,
  )
}

function suggest(given: string, owned: readonly string[], flag: string): string {
  const meant = nearest(given, owned)
  if (meant !== undefined) return `did you mean ${meant}?`
  const has = owned.length === 0 ? 'none' : owned.slice(0, shown).join(', ')
  return `the account has ${has}; ${flag} or --seed adds more`
}
