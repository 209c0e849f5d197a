import type { Client } from './client.ts'
import { numbers } from './model.ts'
import type { Random } from './random.ts'
import type { Tally } from './tally.ts'

const key = 'tvx_sk_test_sandbox__nested'
const assign = `${numbers}/+14155000000/assign`

/** Where a body is sent that nests deeply: the API, and each control that takes any JSON or keeps it. */
const bodies: readonly ((nested: string) => readonly [method: string, path: string, body: string])[] = [
  nested => ['POST', assign, `{"trunk_id":${nested}}`],
  nested => ['POST', assign, `{"trunk_id":"trunk_abc123","more":${nested}}`],
  nested => ['POST', assign, nested],
  nested => ['POST', '/_sandbox/faults?namespace=nested', `{"effect":{"status":503,"body":${nested}},"times":1}`],
  nested => ['POST', '/_sandbox/verify?namespace=nested', `{"body":${nested}}`],
  nested => ['PUT', '/_sandbox/state?namespace=nested', `{"accounts":${nested}}`],
]

/**
 * Sends deeply nested bodies until there was enough. Whatever the server says to one, it must not be an error of its own,
 * and the next call must be answered.
 */
export async function nest(client: Client, random: Random, tally: Tally, enough: () => boolean): Promise<void> {
  while (!enough()) {
    const depth = random.between(1, 15_000)
    const nested = random.pick([
      () => '['.repeat(depth) + ']'.repeat(depth),
      () => `${'{"a":'.repeat(depth / 2)}1${'}'.repeat(depth / 2)}`,
    ])()
    const [method, path, body] = random.pick(bodies)(nested)
    const accepted = await client.call(method, path, key, body)
    if (accepted === null) return
    if (accepted.status >= 500 && !accepted.faulted)
      tally.report('different', `${method} ${path}, ${depth} deep: ${JSON.stringify(accepted.body)}`)
    // It meets the fault, where there is one.
    const next = await client.call('POST', assign, key, { trunk_id: 'trunk_abc123' })
    if (next === null) return
    if (next.status >= 500 && !next.faulted)
      tally.report('different', `after ${method} ${path}, ${depth} deep: ${JSON.stringify(next.body)}`)
  }
}
