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
  await t.rejects(createSandbox(unknown), { message: /^--variant must be one of .*, not "x=404"$/ })
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
  await t.rejects(createSandbox(misspelled), { message: 'createSandbox has no option clok; did you mean "clock"?' })
  await t.rejects(createSandbox({ clock: 'noon' }), { message: /^--clock must be a time/ })
  await t.rejects(createSandbox({ seed: { keys: [{ account_id: 'x' }] } }), { message: /^keys\[0\]/ })
  await t.rejects(createSandbox({ seed: 'no.json' }), { message: /^no\.json: cannot be read/ })
})
