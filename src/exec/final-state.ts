import { assignedId } from '../domain/number.ts'
import type { JournalEntry } from '../sandbox/journal.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'

/** Describes the final state of the number that a request targeted, or else of the trunks of its account. */
export async function describeFinalState(
  { namespaces }: Sandbox,
  { namespace, e164, path }: JournalEntry,
): Promise<string> {
  const { store } = namespaces.peek(namespace)
  if (e164 === null) {
    const { destinations } = await store.snapshot()
    const trunks = [...destinations.values()]
      .filter(each => each.kind === 'trunk')
      .filter(({ accountId }) => path.startsWith(`/v1/account/${accountId}/`))
    // Sorted by creation, because the ids of new trunks are random.
    trunks.sort((a, b) => a.createdAt - b.createdAt)
    return `the trunks are ${trunks.map(({ id }) => id).join(', ') || 'none'}`
  }
  const number = await store.findNumber(e164)
  if (number === null) return `${e164} does not exist`
  const id = assignedId(number, 'trunk') ?? assignedId(number, 'application')
  return `${e164} is ${id === null ? 'unassigned' : `assigned to ${id}`}`
}
