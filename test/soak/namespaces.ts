import type { SoakClient } from './client.ts'
import type { ModelAssignment } from './model.ts'
import { after, assignmentOf, isSame, numbers, randomChange, unassigned } from './model.ts'
import type { Random } from './random.ts'
import type { Tally } from './tally.ts'

const effects = [
  { effect: { status: 503 }, at: 'arrival', commits: false },
  { effect: { status: 500 }, at: 'after_commit', commits: true },
  { effect: { connection: 'reset' }, at: 'after_commit', commits: true },
  { effect: { connection: 'empty' }, at: 'arrival', commits: false },
  { effect: { connection: 'truncate' }, at: 'after_commit', commits: true },
] as const

/** Sends requests to random namespaces, with faults and resets, and compares the results with a model. */
export async function useNamespaces(
  client: SoakClient,
  names: readonly string[],
  random: Random,
  tally: Tally,
  isOver: () => boolean,
) {
  const models = new Map<string, Map<string, ModelAssignment>>()
  while (!isOver()) {
    const namespace = random.pick(names)
    const model = models.get(namespace) ?? new Map<string, ModelAssignment>()
    models.set(namespace, model)
    if (random.next() < 0.05) {
      const reset = await client.call('POST', `/_sandbox/reset?namespace=${namespace}`, '')
      if (reset === null) return
      model.clear()
    }
    if (!(await sendChange(client, namespace, model, random, tally))) return
  }
}

/** Sends a request. Returns false if the connection was lost. */
async function sendChange(
  client: SoakClient,
  namespace: string,
  model: Map<string, ModelAssignment>,
  random: Random,
  tally: Tally,
) {
  const key = `tvx_sk_test_sandbox__${namespace}`
  const e164 = `+1415${5_000_000 + random.between(0, 19)}`
  const before = model.get(e164) ?? unassigned
  const change = randomChange(random)
  const fault = random.next() < 0.1 ? random.pick(effects) : null
  if (fault !== null) {
    const { effect, at } = fault
    if ((await client.call('POST', `/_sandbox/faults?namespace=${namespace}`, '', { effect, at, times: 1 })) === null)
      return false
  }
  const response = await client.call(change.method, `${numbers}/${e164}/${change.last}`, key, change.body)
  const now = fault === null || fault.commits ? after(before, change) : before
  model.set(e164, now)
  if (fault === null) {
    if (response === null) return false
    if (response.status !== 200 || !isSame(assignmentOf(response.body), now)) {
      tally.report('different', `${namespace} ${e164}: ${JSON.stringify({ response, now })}`)
    }
    return true
  }
  const found = await client.call('GET', `${numbers}/${e164}`, key)
  if (found === null) return false
  if (!isSame(assignmentOf(found.body), now))
    tally.report('different', `${namespace} ${e164}: ${JSON.stringify({ found, now, fault })}`)
  return true
}
