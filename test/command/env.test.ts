import t from 'tap'
import { covered, run, serve } from '../run.ts'

t.test('env prints the variables of the running server, quoted for a shell', async t => {
  const folder = t.testdir({
    'seed.json': '{"accounts":[{"id":"acc_1"}],"keys":[{"key":"mine","account_id":"acc_1"}]}',
  })
  const lines = (url: string, key: string, account: string) =>
    `export TRYVOX_BASE_URL=${url}\nexport TRYVOX_API_KEY=${key}\nexport TRYVOX_ACCOUNT_ID=${account}\n`
  const env = async (args: readonly string[]) => {
    const { code, stdout, stderr } = await run(t, folder, ['env', ...args], covered)
    return [code, stdout, stderr]
  }
  const first = await serve(t, folder, ['--database', 'a.db', '--key', "it's"])
  t.strictSame(await env(['--database', 'a.db']), [0, lines(first.url, "'it'\\''s'", 'acc_123abc'), ''])
  const second = await serve(t, folder, ['--database', 'b.db', '--seed', 'seed.json'])
  t.strictSame(await env(['--database', 'b.db']), [0, lines(second.url, 'mine', 'acc_1'), ''])
  await second.end()
  t.strictSame(await env(['--port', `${second.port}`]), [
    1,
    '',
    `tryvox-sandbox: the server at localhost:${second.port} is not ready\n`,
  ])
})

t.test('env fails if only the hashes of the keys are known', async t => {
  const sha256 = 'a'.repeat(64)
  const seed = { accounts: [{ id: 'acc_1' }], keys: [{ sha256, account_id: 'acc_1' }] }
  const folder = t.testdir({ 'seed.json': JSON.stringify(seed) })
  await serve(t, folder, ['--seed', 'seed.json'])
  const { code, stdout, stderr } = await run(t, folder, ['env'], covered)
  t.strictSame([code, stdout, stderr], [1, '', 'tryvox-sandbox: the seed of the server has no API key in clear text\n'])
})
