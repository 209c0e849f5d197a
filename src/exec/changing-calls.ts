import type { JournalEntry } from '../sandbox/journal.ts'
import type { Operation } from '../sandbox/operation.ts'
import type { FailureKind } from '../settings/failure.ts'

/** A successful request that can change something. */
export interface ChangingCall {
  readonly operation: Operation
  readonly e164: string | null
  /** The request in short: `DELETE …/+14155551234/application`. */
  readonly text: string
  /**
   * The ordinal of the request among those with its operation and number, from 1: among the successful ones for `lost`,
   * among all for `503`.
   */
  readonly ordinals: Readonly<Record<FailureKind, number>>
}

/** The distinct changing requests of a run, in the order of their first occurrence. */
export class ChangingCalls {
  readonly #distinct = new Map<string, ChangingCall>()
  /** The number of all requests. */
  requests = 0
  readonly #counts = new Map<string, number>()

  get all(): readonly ChangingCall[] {
    return [...this.#distinct.values()]
  }

  /** Counts a request, and adds it if it is a successful change. */
  readonly add = (entry: JournalEntry): void => {
    const { operation, e164, status, method } = entry
    this.requests++
    if (operation === null || method === 'GET') return
    const all = this.#count(`all ${operation} ${e164}`)
    if (status === null || status >= 300) return
    const ordinals = { '503': all, lost: this.#count(`successful ${operation} ${e164}`) }
    const text = describeRequest(entry)
    if (!this.#distinct.has(text)) this.#distinct.set(text, { operation, e164, text, ordinals })
  }

  #count(name: string): number {
    const count = (this.#counts.get(name) ?? 0) + 1
    this.#counts.set(name, count)
    return count
  }
}

function describeRequest({ method, path, requestBody }: JournalEntry): string {
  const shortPath = path.replace(/^\/v1\/account\/[^/]+\/(numbers\/)?/, '…/').replace(/%2B/i, '+')
  return `${method} ${shortPath}${requestBody === null ? '' : ` ${requestBody}`}`
}
