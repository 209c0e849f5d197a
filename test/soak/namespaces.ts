import type { Client } from './client.ts'
import type { Route } from './model.ts'
import { after, draw, nowhere, numbers, routeOf, same } from './model.ts'
import type { Random } from './random.ts'
import type { Tally } from './tally.ts'

const effects = [
  { effect: { status: 503 }, at: 'arrival', commits: false },
  { effect: { status: 500 }, at: 'after_commit', commits: true },
  { effect: { connection: 'reset' }, at: 'after_commit', commits: true },
  { effect: { connection: 'empty' }, at: 'arrival', commits: false },
  { effect: { connection: 'truncate' }, at: 'after_commit', commits: true },
] as const

/** Uses one namespace after the other, each with mischief of its own and now and then a reset, until there was enough. */
export async function useNamespaces(
  client: Client,
  names: readonly string[],
  random: Random,
  tally: Tally,
  enough: () => boolean,
) {
  const models = new Map<string, Map<string, Route>>()
  while (!enough()) {
    const namespace = random.pick(names)
    const model = models.get(namespace) ?? new Map<string, Route>()
    models.set(namespace, model)
    if (random.next() < 0.05) {
      const reset = await client.call('POST', `/_sandbox/reset?namespace=${namespace}`, '')
      if (reset === null) return
      model.clear()
    }
    if (!(await oneCall(client, namespace, model, random, tally))) return
  }
}

/** Gives false where the server is gone. */
async function oneCall(client: Client, namespace: string, model: Map<string, Route>, random: Random, tally: Tally) {
  const key = `tvx_sk_test_sandbox__${namespace}`
  const e164 = `+1415${5_000_000 + random.between(0, 19)}`
  const before = model.get(e164) ?? nowhere
  const change = draw(random)
  const mischief = random.next() < 0.1 ? random.pick(effects) : null
  if (mischief !== null) {
    const { effect, at } = mischief
    if ((await client.call('POST', `/_sandbox/faults?namespace=${namespace}`, '', { effect, at, times: 1 })) === null)
      return false
  }
  const answer = await client.call(change.method, `${numbers}/${e164}/${change.last}`, key, change.body)
  const now = mischief === null || mischief.commits ? after(before, change) : before
  model.set(e164, now)
  if (mischief === null) {
    if (answer === null) return false
    if (answer.status !== 200 || !same(routeOf(answer.body), now)) {
      tally.report('different', `${namespace} ${e164}: ${JSON.stringify({ answer, now })}`)
    }
    return true
  }
  const seen = await client.call('GET', `${numbers}/${e164}`, key)
  if (seen === null) return false
  if (!same(routeOf(seen.body), now))
    tally.report('different', `${namespace} ${e164}: ${JSON.stringify({ seen, now, mischief })}`)
  return true
}
