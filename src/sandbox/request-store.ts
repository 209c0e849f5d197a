import type { Destination } from '../domain/destination.ts'
import type { Assignment, DestinationKind, PhoneNumber } from '../domain/number.ts'
import type { AccountStore, Decide, NumberPage, NumberQuery, Selection } from '../store/store.ts'
import { controlErrors } from './control-error.ts'
import type { NumberState } from './journal.ts'
import type { SandboxContext } from './sandbox-context.ts'

/** Called after a change is committed and durable. The response waits for the promise. */
type OnCommit = (sandboxContext: SandboxContext) => Promise<void>

/** The store of a namespace as one request uses it: records what the request changes and reports each commit. */
export class RequestStore implements AccountStore {
  readonly #sandboxContext: SandboxContext
  readonly #onCommit: OnCommit

  constructor(sandboxContext: SandboxContext, onCommit: OnCommit) {
    this.#sandboxContext = sandboxContext
    this.#onCommit = onCommit
  }

  change<const W extends Selection, A>(selection: W, decide: Decide<W, A>): Promise<A> {
    const sandboxContext = this.#sandboxContext
    const { namespace } = sandboxContext
    const changed = namespace.store.change<W, A>(selection, found => {
      if (namespace.epoch !== sandboxContext.epoch) throw controlErrors.namespaceReset()
      const decision = decide(found)
      // Only assignments load a number. Deleting a destination can write many numbers and records none.
      const after = selection.number === undefined ? undefined : decision.write[0]
      // `decide` can run twice: the last run counts.
      sandboxContext.after = after === undefined ? null : toNumberState(after)
      sandboxContext.before =
        after === undefined ? null : toNumberState((found as unknown as { number: PhoneNumber }).number)
      return decision
    })
    return changed.then(result => (namespace.hasFaults ? this.#onCommit(sandboxContext).then(() => result) : result))
  }

  findNumber(e164: string): Promise<PhoneNumber | null> {
    return this.#sandboxContext.namespace.store.findNumber(e164)
  }

  listNumbers(query: NumberQuery): Promise<NumberPage> {
    return this.#sandboxContext.namespace.store.listNumbers(query)
  }

  findDestination(assignment: NonNullable<Assignment>): Promise<Destination | null> {
    return this.#sandboxContext.namespace.store.findDestination(assignment)
  }

  listDestinations(accountId: string, kind: DestinationKind, limit?: number): Promise<readonly Destination[]> {
    return this.#sandboxContext.namespace.store.listDestinations(accountId, kind, limit)
  }
}

/** Keeps only what a request can change: the journal holds many entries. */
function toNumberState({ assignment, updatedAt }: PhoneNumber): NumberState {
  return { assignment, updatedAt }
}
