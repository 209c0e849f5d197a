import { assignedId } from '../domain/number.ts'
import type { JournalEntry } from '../sandbox/journal.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'

/** What a run left behind of what one of its calls was about: its number, or else the trunks of its account. */
export async function finalState({ namespaces }: Sandbox, { namespace, e164, path }: JournalEntry): Promise<string> {
  const { store } = namespaces.peek(namespace)
  if (e164 === null) {
    const { destinations } = await store.snapshot()
    const trunks = [...destinations.values()]
      .filter(each => each.kind === 'trunk')
      .filter(({ accountId }) => path.startsWith(`/v1/account/${accountId}/`))
    // In the order in which they were created: the ids of new ones are random.
    trunks.sort((one, other) => one.createdAt - other.createdAt)
    return `the trunks are ${trunks.map(({ id }) => id).join(', ') || 'none'}`
  }
  const number = await store.findNumber(e164)
  if (number === null) return `there is no ${e164}`
  const on = assignedId(number, 'trunk') ?? assignedId(number, 'application')
  return `${e164} is ${on === null ? 'unassigned' : `on ${on}`}`
}
