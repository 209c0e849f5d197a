import type { Destination } from '../domain/destination.ts'
import type { DestinationKind, PhoneNumber, Route } from '../domain/number.ts'
import type { AccountStore, Decide, NumberPage, NumberQuery, Wanted } from '../store/store.ts'
import type { Configured } from './journal.ts'
import { refusals } from './refusal.ts'
import type { Visit } from './visit.ts'

/** Called when a visit's change was decided and is kept; the answer waits for what it gives. */
type OnCommit = (visit: Visit) => Promise<void>

/** A world's store for one visit: it sees what the visit changed, and when that is kept. */
export class BoundStore implements AccountStore {
  readonly #visit: Visit
  readonly #onCommit: OnCommit

  constructor(visit: Visit, onCommit: OnCommit) {
    this.#visit = visit
    this.#onCommit = onCommit
  }

  change<const W extends Wanted, A>(wanted: W, decide: Decide<W, A>): Promise<A> {
    const visit = this.#visit
    const { world } = visit
    const changed = world.store.change<W, A>(wanted, found => {
      if (world.epoch !== visit.epoch) throw refusals.worldReset()
      const decision = decide(found)
      // Of a deletion, which may write many, the number is not asked for.
      const after = wanted.number === undefined ? undefined : decision.write[0]
      // It may be decided twice: the last time counts.
      visit.after = after === undefined ? null : configured(after)
      visit.before = after === undefined ? null : configured((found as unknown as { number: PhoneNumber }).number)
      return decision
    })
    return changed.then(answer => (world.isCalm ? answer : this.#onCommit(visit).then(() => answer)))
  }

  findNumber(e164: string): Promise<PhoneNumber | null> {
    return this.#visit.world.store.findNumber(e164)
  }

  listNumbers(query: NumberQuery): Promise<NumberPage> {
    return this.#visit.world.store.listNumbers(query)
  }

  findDestination(route: NonNullable<Route>): Promise<Destination | null> {
    return this.#visit.world.store.findDestination(route)
  }

  listDestinations(accountId: string, kind: DestinationKind, limit?: number): Promise<readonly Destination[]> {
    return this.#visit.world.store.listDestinations(accountId, kind, limit)
  }
}

/** No more of it is kept than changes: a journal holds many. */
function configured({ route, updatedAt }: PhoneNumber): Configured {
  return { route, updatedAt }
}
