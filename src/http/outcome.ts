import { getApplication, updateApplication } from './application-schema.ts'
import { assignApplication, assignTrunk, unassignApplication, unassignTrunk } from './assignment-schema.ts'
import { getNumber, listNumbers } from './number-schema.ts'
import { createTrunk, deleteTrunk, getTrunk, listTrunks, updateTrunk } from './trunk-schema.ts'

/** A documented outcome of an operation: a success or an error. */
export interface DescribedOutcome {
  readonly operation: string
  readonly status: number
  /** The error; null for a success. */
  readonly reason: string | null
}

interface DescribedOperation {
  readonly operationId: string
  readonly response: Readonly<Record<string, unknown>>
}

/** All documented outcomes, by operation. */
export const outcomes: readonly DescribedOutcome[] = [
  ...[assignTrunk, assignApplication, unassignTrunk, unassignApplication, listNumbers, getNumber],
  ...[createTrunk, listTrunks, getTrunk, updateTrunk, deleteTrunk, getApplication, updateApplication],
].flatMap(outcomesOf)

function outcomesOf({ operationId: operation, response }: DescribedOperation): DescribedOutcome[] {
  const statuses = Object.keys(response).filter(status => status !== 'default')
  return statuses.flatMap(status =>
    reasonsOf(status, response[status]).map(reason => ({ operation, status: Number(status), reason })),
  )
}

function reasonsOf(status: string, response: unknown): (string | null)[] {
  if (status.startsWith('2')) return [null]
  const { content } = response as { content: { 'application/json': { examples: object } } }
  const reasons = Object.keys(content['application/json'].examples)
  // `request_invalid` has no example in the document.
  return status === '400' ? [...reasons, 'request_invalid'] : reasons
}
