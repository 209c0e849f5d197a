import type { SoakClient } from './client.ts'
import { numbers } from './model.ts'
import type { Random } from './random.ts'
import type { Tally } from './tally.ts'

const key = 'tvx_sk_test_sandbox__nested'
const assign = `${numbers}/+14155000000/assign`

/** Requests with a deeply nested body, to the API and to the control operations that accept or store any JSON. */
const bodies: readonly ((nested: string) => readonly [method: string, path: string, body: string])[] = [
  nested => ['POST', assign, `{"trunk_id":${nested}}`],
  nested => ['POST', assign, `{"trunk_id":"trunk_abc123","more":${nested}}`],
  nested => ['POST', assign, nested],
  nested => ['POST', '/_sandbox/faults?namespace=nested', `{"effect":{"status":503,"body":${nested}},"times":1}`],
  nested => ['POST', '/_sandbox/verify?namespace=nested', `{"body":${nested}}`],
  nested => ['PUT', '/_sandbox/state?namespace=nested', `{"accounts":${nested}}`],
]

/**
 * Sends deeply nested bodies. The server can reject them, but neither they nor the next request may cause a server error.
 */
export async function nest(client: SoakClient, random: Random, tally: Tally, isOver: () => boolean): Promise<void> {
  while (!isOver()) {
    const depth = random.between(1, 15_000)
    const nested = random.pick([
      () => '['.repeat(depth) + ']'.repeat(depth),
      () => `${'{"a":'.repeat(depth / 2)}1${'}'.repeat(depth / 2)}`,
    ])()
    const [method, path, body] = random.pick(bodies)(nested)
    const response = await client.call(method, path, key, body)
    if (response === null) return
    if (response.status >= 500 && !response.faulted)
      tally.report('different', `${method} ${path}, ${depth} deep: ${JSON.stringify(response.body)}`)
    // The fault, if one was set, is applied to this request.
    const next = await client.call('POST', assign, key, { trunk_id: 'trunk_abc123' })
    if (next === null) return
    if (next.status >= 500 && !next.faulted)
      tally.report('different', `after ${method} ${path}, ${depth} deep: ${JSON.stringify(next.body)}`)
  }
}
