import { getApplication, updateApplication } from './application-schema.ts'
import { assignApplication, assignTrunk, unassignApplication, unassignTrunk } from './assignment-schema.ts'
import { getNumber, listNumbers } from './number-schema.ts'
import { createTrunk, deleteTrunk, getTrunk, listTrunks, updateTrunk } from './trunk-schema.ts'

/** One way in which an operation can end, as the OpenAPI document has it. */
export interface DescribedOutcome {
  readonly operation: string
  readonly status: number
  /** Why it is refused; null for a success. */
  readonly reason: string | null
}

interface Described {
  readonly operationId: string
  readonly response: Readonly<Record<string, unknown>>
}

/** All of them, operation by operation. */
export const outcomes: readonly DescribedOutcome[] = [
  ...[assignTrunk, assignApplication, unassignTrunk, unassignApplication, listNumbers, getNumber],
  ...[createTrunk, listTrunks, getTrunk, updateTrunk, deleteTrunk, getApplication, updateApplication],
].flatMap(outcomesOf)

function outcomesOf({ operationId: operation, response }: Described): DescribedOutcome[] {
  const statuses = Object.keys(response).filter(status => status !== 'default')
  return statuses.flatMap(status =>
    reasonsOf(status, response[status]).map(reason => ({ operation, status: Number(status), reason })),
  )
}

function reasonsOf(status: string, response: unknown): (string | null)[] {
  if (status.startsWith('2')) return [null]
  const { content } = response as { content: { 'application/json': { examples: object } } }
  const reasons = Object.keys(content['application/json'].examples)
  // What tells of several faults has no example of its own.
  return status === '400' ? [...reasons, 'request_invalid'] : reasons
}
