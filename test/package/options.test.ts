import t from 'tap'
import { UsageError } from '../../src/base/usage-error.ts'
import type { SandboxOptions } from '../../src/index.ts'
import { createSandbox } from '../../src/index.ts'

t.test('the seed can be a name, a file or an object', async t => {
  const seed = { accounts: [{ id: 'acc_1' }], keys: [{ key: 'mine', account_id: 'acc_1' }] }
  const file = `${t.testdir({ 'seed.json': JSON.stringify(seed) })}/seed.json`
  for (const option of [seed, file]) {
    const { fetch: inMemory, close } = await createSandbox({ seed: option })
    const response = await inMemory('/v1/account/acc_1/numbers', { headers: { authorization: 'Bearer mine' } })
    t.equal(response.status, 200)
    await close()
  }
  const { state, close } = await createSandbox({ seed: 'none' })
  t.strictSame((await state.get()).accounts, [])
  await close()
})

t.test('variants can be selected', async t => {
  const { fetch: inMemory, close } = await createSandbox({ variants: { 'delete-nothing': '404' } })
  const headers = { authorization: 'Bearer tvx_sk_test_sandbox' }
  const path = '/v1/account/acc_123abc/numbers/+14155551234/assign'
  t.equal((await inMemory(path, { method: 'DELETE', headers })).status, 404)
  await close()
  const unknown = { variants: { x: '404' } } as SandboxOptions
  await t.rejects(createSandbox(unknown), { message: /^variants must be one of .*, not "x=404"$/ })
})

t.test('a Node.js that is too old is an error with the message of the command', async t => {
  const { node } = process.versions
  const set = (value: string) => Object.defineProperty(process.versions, 'node', { value, configurable: true })
  set('22.17.1')
  t.teardown(() => set(node))
  const message = 'tryvox-sandbox: needs Node.js 22.18 or newer, but this is 22.17.1'
  await t.rejects(createSandbox(), new UsageError(message))
})

t.test('invalid options are errors', async t => {
  const misspelled = { clok: '2026-04-09T11:15:00Z' } as SandboxOptions
  const names = 'seed, clock, database, variants, log, allowOrigins, journal, journalTotal, namespaces'
  const fails = async (options: unknown, message: string | RegExp) =>
    t.rejects(createSandbox(options as SandboxOptions), { name: 'UsageError', message })
  await fails(misspelled, `createSandbox has no option clok; its options are ${names}`)
  await fails(null, `createSandbox takes an object with the options ${names}, not null`)
  await fails('demo', `createSandbox takes an object with the options ${names}, not "demo"`)
  await fails([], `createSandbox takes an object with the options ${names}, not []`)
  await fails({ clock: 'noon' }, 'the clock must be a Date or an ISO 8601 time, not "noon"')
  await fails({ clock: new Date(Number.NaN) }, 'the clock must be a Date or an ISO 8601 time, not "Invalid Date"')
  await fails({ seed: { keys: [{ account_id: 'x' }] } }, /^keys\[0\]/)
  await fails({ seed: 'no.json' }, /^no\.json: cannot be read/)
  await fails({ seed: 5 }, 'seed must be demo, none, the path of a JSON file, or a seed object')
  await fails({ database: '' }, 'database must be a file, or memory, not ""')
  await fails({ journal: 0 }, 'journal must be a number from 1 to 1000000, not "0"')
  await fails({ journalTotal: -1 }, 'journalTotal must be a number from 1 to 1000000, not "-1"')
  await fails({ namespaces: 1.5 }, 'namespaces must be a number from 1 to 1000000, not "1.5"')
  await fails(
    { allowOrigins: ['example.com'] },
    'allowOrigins must be an origin (e.g., http://app.example.com:3000), not "example.com"',
  )
})
