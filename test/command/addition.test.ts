import type { Test } from 'tap'
import t from 'tap'
import { UsageError } from '../../src/base/usage-error.ts'
import { openState } from '../../src/server/state.ts'
import { readSettings } from '../../src/settings/settings.ts'
import { hashKey } from '../../src/store/key.ts'
import { openLeft } from '../leftover.ts'
import type { Serving } from '../run.ts'
import { serve } from '../run.ts'

const mine = { headers: { authorization: 'Bearer tvx_sk_test_mine' } }
const all = [
  '--key',
  'tvx_sk_test_mine',
  '--number',
  '+14155550007',
  '--trunk',
  'trunk_mine',
  '--application',
  'app_mine',
]

/** The account's number goes to its trunk and to its application, with its key. */
async function works(t: Test, server: Serving, account: string): Promise<void> {
  const number = `/v1/account/${account}/numbers/+14155550007`
  const assigned = await server.call('POST', `${number}/assign`, { ...mine, body: { trunk_id: 'trunk_mine' } })
  t.match(assigned, { status: 200, body: { trunk_id: 'trunk_mine', application_id: null } })
  const body = { application_id: 'app_mine' }
  const moved = await server.call('POST', `${number}/application`, { ...mine, body })
  t.match(moved, { status: 200, body: { trunk_id: null, application_id: 'app_mine' } })
}

for (const database of ['memory', 'my.db']) {
  const args = ['--database', database]

  t.test(`what is added is there besides the seed (${database})`, async t => {
    const server = await serve(t, t.testdir(), [...args, ...all, ...all])
    await works(t, server, 'acc_123abc')
    const { body } = await server.call('GET', '/v1/account/acc_123abc/numbers', mine)
    t.match(body, { pagination: { total: 3 } })
  })

  t.test(`what another account has already cannot be added, and its key is not repeated (${database})`, async t => {
    const conflicts: [Parameters<typeof readSettings>[0], string][] = [
      [{ trunk: ['trunk_def456'] }, '--trunk: trunk_def456'],
      [{ application: ['app_uvw456'] }, '--application: app_uvw456'],
      [{ number: ['+14155550000'] }, '--number: +14155550000'],
      [{ key: ['tvx_sk_test_other'] }, '--key: this key'],
    ]
    const file = database === 'memory' ? database : `${t.testdir()}/${database}`
    for (const [given, named] of conflicts) {
      const line = `${named} already belongs to account acc_456def; choose another, or use --account acc_456def`
      const opening = openState({ settings: readSettings({ ...given, database: file }, {}), onStorageFailure: t.fail })
      t.strictSame(await opening.catch(error => error), new UsageError(line))
    }
  })
}

t.test('what is added may have an account of its own', async t => {
  const env = { TRYVOX_SANDBOX_ACCOUNT: 'acc_mine', TRYVOX_SANDBOX_SEED: 'none' }
  await works(t, await serve(t, t.testdir(), all, { env }), 'acc_mine')
})

t.test('what is added to a state that goes on changes nothing of it, and stays', async t => {
  const cwd = t.testdir()
  const before = await openLeft(t, cwd, 'my.db')
  await before.close()
  const server = await serve(t, cwd, ['--database', 'my.db', ...all])
  await works(t, server, 'acc_123abc')
  await server.end()
  const after = await openLeft(t, cwd, 'my.db')
  t.match(await after.findNumber('+14155550007'), { assignment: { kind: 'application', id: 'app_mine' } })
  t.strictSame(after.access(hashKey('tvx_sk_test_mine')), { accountId: 'acc_123abc', access: 'full' })
})
