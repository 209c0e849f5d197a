import t from 'tap'
import { behaviorTest } from '../behavior.ts'
import type { ExpectedError } from '../responses.ts'
import {
  assertUnchanged,
  configuration,
  invalidApplicationId,
  invalidNumber,
  invalidTrunkId,
  notFound,
  number,
  statusAndBody,
} from '../responses.ts'
import { numbers, onEachStore } from '../server.ts'

const calls = [
  ['POST', '/assign', 'trunk_', 'trunk_id'],
  ['POST', '/application', 'app_', 'application_id'],
] as const

/** The error for each kind of invalid id. */
const invalidIds: Record<string, ExpectedError> = { trunk_id: invalidTrunkId, application_id: invalidApplicationId }

/** Invalid characters after and before the prefix of an id. */
const tails = ['', ' ', 'abc 123', 'abc/123', 'abc.123', 'äbc', 'abc\n', '\0']
const heads = [' ', 'x', '\n']

behaviorTest(t, 'id-invalid', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      for (const [method, rest, prefix, field] of calls) {
        const ids = [...tails.map(tail => `${prefix}${tail}`), ...heads.map(head => `${head}${prefix}abc`)]
        for (const id of [...ids, 'abc', '', `${prefix.toUpperCase()}abc`]) {
          const response = await server.call(method, `${number}${rest}`, { body: { [field]: id } })
          t.strictSame(statusAndBody(response), invalidIds[field], JSON.stringify(id))
        }
      }
      const swapped = { trunk_id: 'app_xyz789', application_id: 'trunk_abc123' }
      t.strictSame(statusAndBody(await server.call('POST', `${number}/assign`, { body: swapped })), invalidTrunkId)
      t.strictSame(
        statusAndBody(await server.call('POST', `${number}/application`, { body: swapped })),
        invalidApplicationId,
      )
    }),
  ),
)

behaviorTest(t, 'id-format', t => {
  const unusual = ['a', '-', '_', 'A-Z_a-z-0_9', 'x'.repeat(64)]
  const account_id = 'acc_123abc'
  const trunks = unusual.map(each => ({ id: `trunk_${each}`, account_id }))
  const applications = unusual.map(each => ({ id: `app_${each}`, account_id }))
  return onEachStore(t, { additions: { trunks, applications } }, async (t, { call }) => {
    for (const [method, rest, prefix, field] of calls) {
      for (const each of unusual) {
        const body = { [field]: `${prefix}${each}` }
        t.strictSame(statusAndBody(await call(method, `${number}${rest}`, { body })), [200, configuration(body)])
      }
      const body = { [field]: `${prefix}${'x'.repeat(65)}` }
      t.strictSame(statusAndBody(await call(method, `${number}${rest}`, { body })), invalidIds[field], '65 characters')
    }
  })
})

behaviorTest(t, 'id-long', t =>
  onEachStore(t, {}, (t, server) =>
    assertUnchanged(t, server, async () => {
      for (const length of [300, 10_000]) {
        for (const [method, rest, prefix, field] of calls) {
          const long = await server.call(method, `${number}${rest}`, { body: { [field]: prefix + 'x'.repeat(length) } })
          t.strictSame(statusAndBody(long), invalidIds[field], `an id of ${length}`)
          const longNumber = await server.call('DELETE', `${numbers}/+${'1'.repeat(length)}${rest}`)
          t.strictSame(statusAndBody(longNumber), invalidNumber, `a number of ${length}`)
        }
      }
    }),
  ),
)

const malformed = {
  'a space': '+1415%20555%201234',
  'a leading space': '%20+14155551234',
  letters: '+1415555CALL',
  '20 digits': `+${'1'.repeat(20)}`,
  '16 digits': `+${'1'.repeat(16)}`,
  '6 digits': '+123456',
  'Arabic digits': encodeURIComponent('+١٤١٥٥٥٥١٢٣٤'),
  'no plus sign': '14155551234',
  'two plus signs': '++14155551234',
  'a leading zero': '+04155551234',
  'two zeros instead of a plus sign': '0014155551234',
  'a NUL': '+14155551234%00',
  'a line feed': '+14155551234%0A',
  'a slash': '+14155551234%2Fassign',
  'a plus sign encoded twice': '%252B14155551234',
  'only a plus sign': '+',
  'a quote': "'",
  punctuation: '+1-415-555-1234',
  'a list': '+14155551234,+919876543210',
  'a matrix parameter': '+14155551234;x=1',
  dots: '..',
}

behaviorTest(t, 'number-format-words', t =>
  onEachStore(t, {}, async (t, { call }) => {
    t.strictSame((await call('GET', `${numbers}/555`)).body, invalidNumber[1])
  }),
)

behaviorTest(t, 'number-format-status', t =>
  onEachStore(t, {}, async (t, server) => {
    await assertUnchanged(t, server, async () => {
      for (const [what, e164] of Object.entries(malformed)) {
        t.strictSame(statusAndBody(await server.call('GET', `${numbers}/${e164}`)), invalidNumber, `GET, ${what}`)
        t.strictSame(
          statusAndBody(await server.call('DELETE', `${numbers}/${e164}/assign`)),
          invalidNumber,
          `DELETE, ${what}`,
        )
        const body = { application_id: 'app_xyz789' }
        const assign = await server.call('POST', `${numbers}/${e164}/application`, { body })
        t.strictSame(statusAndBody(assign), invalidNumber, `POST, ${what}`)
      }
    })
    for (const e164 of ['+1234567', '+123456789012345']) {
      const shortest = await server.call('GET', `${numbers}/${e164}`)
      t.strictSame(statusAndBody(shortest), notFound('Number not found in your account'), e164)
    }
  }),
)

behaviorTest(t, 'plus-encoded', t =>
  onEachStore(t, {}, async (t, { call }) => {
    for (const e164 of ['+14155551234', '%2B14155551234', '%2b14155551234', '%2B%31%34155551234']) {
      const assigned = await call('POST', `${numbers}/${e164}/assign`, { body: { trunk_id: 'trunk_abc123' } })
      t.strictSame(statusAndBody(assigned), [200, configuration({ trunk_id: 'trunk_abc123' })], e164)
      t.equal((await call('GET', `${numbers}/${e164}`)).status, 200)
      const removed = await call('DELETE', `${numbers}/${e164}/assign`)
      t.strictSame(statusAndBody(removed), [200, configuration({ message: 'Trunk unassigned successfully' })], e164)
    }
  }),
)
