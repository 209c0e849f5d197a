import type { Destination } from '../domain/destination.ts'
import type { Assignment, DestinationKind, PhoneNumber } from '../domain/number.ts'
import type { AccountStore, Decide, NumberPage, NumberQuery, Wanted } from '../store/store.ts'
import { controlErrors } from './control-error.ts'
import type { NumberState } from './journal.ts'
import type { SandboxContext } from './sandbox-context.ts'

/** Called when a sandboxContext's change was decided and is kept; the answer waits for what it gives. */
type OnCommit = (sandboxContext: SandboxContext) => Promise<void>

/** A namespace's store for one sandboxContext: it sees what the sandboxContext changed, and when that is kept. */
export class RequestStore implements AccountStore {
  readonly #sandboxContext: SandboxContext
  readonly #onCommit: OnCommit

  constructor(sandboxContext: SandboxContext, onCommit: OnCommit) {
    this.#sandboxContext = sandboxContext
    this.#onCommit = onCommit
  }

  change<const W extends Wanted, A>(wanted: W, decide: Decide<W, A>): Promise<A> {
    const sandboxContext = this.#sandboxContext
    const { namespace } = sandboxContext
    const changed = namespace.store.change<W, A>(wanted, found => {
      if (namespace.epoch !== sandboxContext.epoch) throw controlErrors.namespaceReset()
      const decision = decide(found)
      // Of a deletion, which may write many, the number is not asked for.
      const after = wanted.number === undefined ? undefined : decision.write[0]
      // It may be decided twice: the last time counts.
      sandboxContext.after = after === undefined ? null : configured(after)
      sandboxContext.before =
        after === undefined ? null : configured((found as unknown as { number: PhoneNumber }).number)
      return decision
    })
    return changed.then(answer => (namespace.isCalm ? answer : this.#onCommit(sandboxContext).then(() => answer)))
  }

  findNumber(e164: string): Promise<PhoneNumber | null> {
    return this.#sandboxContext.namespace.store.findNumber(e164)
  }

  listNumbers(query: NumberQuery): Promise<NumberPage> {
    return this.#sandboxContext.namespace.store.listNumbers(query)
  }

  findDestination(route: NonNullable<Assignment>): Promise<Destination | null> {
    return this.#sandboxContext.namespace.store.findDestination(route)
  }

  listDestinations(accountId: string, kind: DestinationKind, limit?: number): Promise<readonly Destination[]> {
    return this.#sandboxContext.namespace.store.listDestinations(accountId, kind, limit)
  }
}

/** No more of it is kept than changes: a journal holds many. */
function configured({ assignment, updatedAt }: PhoneNumber): NumberState {
  return { assignment, updatedAt }
}
