import type { SoakClient } from './client.ts'
import type { ModelAssignment } from './model.ts'
import { after, assignmentOf, isSame, numbers, randomChange, unassigned } from './model.ts'
import type { Random } from './random.ts'
import type { Tally } from './tally.ts'

const key = 'tvx_sk_test_sandbox'

/** The only client that changes a few numbers of the default namespace. It knows the expected assignment of each. */
export class Writer {
  /** The last acknowledged and the last requested assignment of each number. */
  readonly #known = new Map<string, { acknowledged: ModelAssignment; requested: ModelAssignment }>()
  readonly #tally: Tally

  constructor(e164s: readonly string[], tally: Tally) {
    for (const e164 of e164s) this.#known.set(e164, { acknowledged: unassigned, requested: unassigned })
    this.#tally = tally
  }

  /** Sends changes until a connection is lost or `isOver` returns true. */
  async write(client: SoakClient, random: Random, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      const [e164, known] = random.pick([...this.#known])
      const change = randomChange(random)
      known.requested = after(known.acknowledged, change)
      const response = await client.call(change.method, `${numbers}/${e164}/${change.last}`, key, change.body)
      if (response === null) return
      if (response.status !== 200 || !isSame(assignmentOf(response.body), known.requested)) {
        this.#tally.report('different', `${change.method} ${e164} ${change.last}: ${JSON.stringify(response)}`)
      }
      known.acknowledged = known.requested
    }
  }

  /** Each number must have its last acknowledged assignment, or the one requested when the connection was lost. */
  async compare(client: SoakClient): Promise<void> {
    for (const [e164, known] of this.#known) {
      const response = await client.call('GET', `${numbers}/${e164}`, key)
      const found = response === null ? null : assignmentOf(response.body)
      if (found === null || !(isSame(found, known.acknowledged) || isSame(found, known.requested))) {
        this.#tally.report('lost', `${e164}: ${JSON.stringify({ found, known })}`)
      } else {
        known.acknowledged = found
        known.requested = found
      }
    }
  }
}
