import type { Test } from 'tap'
import t from 'tap'
import { UsageError } from '../../src/base/usage-error.ts'
import { openState } from '../../src/server/state.ts'
import { readSettings } from '../../src/settings/settings.ts'
import { hashKey } from '../../src/store/key.ts'
import { openExistingState } from '../existing-state.ts'
import type { RunningProcess } from '../run.ts'
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

/** Asserts that the added key can assign the added number to the added trunk and application. */
async function assertUsable(t: Test, server: RunningProcess, account: string): Promise<void> {
  const number = `/v1/account/${account}/numbers/+14155550007`
  const assigned = await server.call('POST', `${number}/assign`, { ...mine, body: { trunk_id: 'trunk_mine' } })
  t.match(assigned, { status: 200, body: { trunk_id: 'trunk_mine', application_id: null } })
  const body = { application_id: 'app_mine' }
  const moved = await server.call('POST', `${number}/application`, { ...mine, body })
  t.match(moved, { status: 200, body: { trunk_id: null, application_id: 'app_mine' } })
}

for (const database of ['memory', 'my.db']) {
  const args = ['--database', database]

  t.test(`additions are inserted next to the seed (${database})`, async t => {
    const server = await serve(t, t.testdir(), [...args, ...all, ...all])
    await assertUsable(t, server, 'acc_123abc')
    const { body } = await server.call('GET', '/v1/account/acc_123abc/numbers', mine)
    t.match(body, { pagination: { total: 3 } })
  })

  t.test(
    `records of another account cannot be added, and the error does not contain the key (${database})`,
    async t => {
      const conflicts: [Parameters<typeof readSettings>[0], string][] = [
        [{ trunk: ['trunk_def456'] }, '--trunk: trunk_def456'],
        [{ application: ['app_uvw456'] }, '--application: app_uvw456'],
        [{ number: ['+14155550000'] }, '--number: +14155550000'],
        [{ key: ['tvx_sk_test_other'] }, '--key: this key'],
      ]
      const file = database === 'memory' ? database : `${t.testdir()}/${database}`
      for (const [options, name] of conflicts) {
        const line = `${name} already belongs to account acc_456def; choose another, or use --account acc_456def`
        const opening = openState({
          settings: readSettings({ ...options, database: file }, {}),
          onStorageFailure: t.fail,
        })
        t.strictSame(await opening.catch(error => error), new UsageError(line))
      }
    },
  )
}

t.test('additions can have an account of their own', async t => {
  const env = { TRYVOX_SANDBOX_ACCOUNT: 'acc_mine', TRYVOX_SANDBOX_SEED: 'none' }
  await assertUsable(t, await serve(t, t.testdir(), all, { env }), 'acc_mine')
})

t.test('additions to an existing state are kept and change nothing else', async t => {
  const cwd = t.testdir()
  const before = await openExistingState(t, cwd, 'my.db')
  await before.close()
  const server = await serve(t, cwd, ['--database', 'my.db', ...all])
  await assertUsable(t, server, 'acc_123abc')
  await server.end()
  const after = await openExistingState(t, cwd, 'my.db')
  t.match(await after.findNumber('+14155550007'), { assignment: { kind: 'application', id: 'app_mine' } })
  t.strictSame(after.access(hashKey('tvx_sk_test_mine')), { accountId: 'acc_123abc', access: 'full' })
})
