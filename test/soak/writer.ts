import type { Client } from './client.ts'
import type { Route } from './model.ts'
import { after, draw, nowhere, numbers, routeOf, same } from './model.ts'
import type { Random } from './random.ts'
import type { Tally } from './tally.ts'

const key = 'tvx_sk_test_sandbox'

/** The one client of a few numbers in the namespace on disk: it knows what each of them must be. */
export class Writer {
  /** What was acknowledged of each number, and what was asked for since. */
  readonly #known = new Map<string, { acknowledged: Route; asked: Route }>()
  readonly #tally: Tally

  constructor(e164s: readonly string[], tally: Tally) {
    for (const e164 of e164s) this.#known.set(e164, { acknowledged: nowhere, asked: nowhere })
    this.#tally = tally
  }

  /** Writes one after the other until a connection is lost, or there was enough. */
  async write(client: Client, random: Random, enough: () => boolean): Promise<void> {
    while (!enough()) {
      const [e164, known] = random.pick([...this.#known])
      const change = draw(random)
      known.asked = after(known.acknowledged, change)
      const answer = await client.call(change.method, `${numbers}/${e164}/${change.last}`, key, change.body)
      if (answer === null) return
      if (answer.status !== 200 || !same(routeOf(answer.body), known.asked)) {
        this.#tally.report('different', `${change.method} ${e164} ${change.last}: ${JSON.stringify(answer)}`)
      }
      known.acknowledged = known.asked
    }
  }

  /** Each number is what was acknowledged last, or what was asked for when the connection was lost. */
  async compare(client: Client): Promise<void> {
    for (const [e164, known] of this.#known) {
      const answer = await client.call('GET', `${numbers}/${e164}`, key)
      const found = answer === null ? null : routeOf(answer.body)
      if (found === null || !(same(found, known.acknowledged) || same(found, known.asked))) {
        this.#tally.report('lost', `${e164}: ${JSON.stringify({ found, known })}`)
      } else {
        known.acknowledged = found
        known.asked = found
      }
    }
  }
}
