import type { JournalEntry } from '../sandbox/journal.ts'
import type { Operation } from '../sandbox/operation.ts'
import type { FailureKind } from '../settings/failure.ts'

/** A change that a client asked for and was granted, and where it stands among its like. */
export interface ChangingCall {
  readonly operation: Operation
  readonly e164: string | null
  /** `DELETE …/+14155551234/application`. */
  readonly text: string
  /** Which it is of the calls of its operation to its number, from 1: of all, and of those that were granted. */
  readonly nth: Readonly<Record<FailureKind, number>>
}

/** Those of a run, each distinct one at its first time. */
export class ChangingCalls {
  readonly #distinct = new Map<string, ChangingCall>()
  /** How many there were of any kind. */
  requests = 0
  readonly #counts = new Map<string, number>()

  get all(): readonly ChangingCall[] {
    return [...this.#distinct.values()]
  }

  readonly add = (entry: JournalEntry): void => {
    const { operation, e164, status, method } = entry
    this.requests++
    if (operation === null || method === 'GET') return
    const all = this.#count(`all ${operation} ${e164}`)
    if (status === null || status >= 300) return
    const nth = { '503': all, lost: this.#count(`granted ${operation} ${e164}`) }
    const text = describe(entry)
    if (!this.#distinct.has(text)) this.#distinct.set(text, { operation, e164, text, nth })
  }

  #count(of: string): number {
    const count = (this.#counts.get(of) ?? 0) + 1
    this.#counts.set(of, count)
    return count
  }
}

function describe({ method, path, requestBody }: JournalEntry): string {
  const short = path.replace(/^\/v1\/account\/[^/]+\/(numbers\/)?/, '…/').replace(/%2B/i, '+')
  return `${method} ${short}${requestBody === null ? '' : ` ${requestBody}`}`
}
