import { once } from 'node:events'
import { existsSync } from 'node:fs'
import t from 'tap'
import { clientCredentials } from '../../src/exec/client-credentials.ts'
import { readSettings } from '../../src/settings/settings.ts'
import { covered, run, start } from '../run.ts'

/** Arguments to run a program with `exec` and `node -e`. */
const program = (text: string, ...options: string[]) => ['exec', ...options, '--', process.execPath, '-e', text]
const printNumbers = `
  const { TRYVOX_BASE_URL: url, TRYVOX_API_KEY: key, TRYVOX_ACCOUNT_ID: id } = process.env
  fetch(url + '/v1/account/' + id + '/numbers', { headers: { authorization: 'Bearer ' + key } })
    .then(async r => console.log(r.status, key, id, (await r.json()).pagination.total))`

t.test('a command runs with a temporary server, whose URL is in its environment', async t => {
  const cwd = t.testdir()
  const env = { TRYVOX_API_KEY: 'tvx_sk_live_secret', TRYVOX_ACCOUNT_ID: 'acc_live' }
  const { code, stdout, stderr } = await run(t, cwd, program(printNumbers), { ...covered, env })
  t.strictSame([code, stdout, stderr], [0, '200 tvx_sk_test_sandbox acc_123abc 2\n', ''])
  t.notOk(existsSync(`${cwd}/.tryvox-sandbox`), 'the state was in memory')
})

t.test('the API key is the one of the flag, or the first of the seed with full access', async t => {
  const seed = {
    accounts: [{ id: 'acc_1' }, { id: 'acc_2' }],
    keys: [
      { sha256: 'a'.repeat(64), account_id: 'acc_1' },
      { key: 'reader', account_id: 'acc_1', access: 'read' },
      { key: 'mine', account_id: 'acc_2' },
    ],
  }
  const file = `${t.testdir({ 'seed.json': JSON.stringify(seed) })}/seed.json`
  const credentials = (flags: Parameters<typeof readSettings>[0]) => clientCredentials(readSettings(flags, {}))
  t.strictSame(credentials({}), { key: 'tvx_sk_test_sandbox', account: 'acc_123abc' })
  t.strictSame(credentials({ seed: file }), { key: 'mine', account: 'acc_2' })
  t.strictSame(credentials({ seed: file, key: ['k'], account: 'acc_1' }), { key: 'k', account: 'acc_1' })
  t.strictSame(credentials({ seed: 'none', account: 'acc_3' }), { key: undefined, account: 'acc_3' })
})

t.test('exec exits with the exit code of the command', async t => {
  const { code, signal } = await run(t, t.testdir(), program('process.exit(7)'))
  t.strictSame([code, signal], [7, null])
})

t.test('exec exits by the signal that ended the command', async t => {
  const { code, signal } = await run(t, t.testdir(), program("process.kill(process.pid, 'SIGTERM')"), covered)
  t.strictSame([code, signal], [null, 'SIGTERM'])
})

t.test('for a signal that does not end Node.js, the exit code is that of a shell', async t => {
  for (const [name, code] of [
    ['SIGPIPE', 141],
    ['SIGUSR1', 138],
  ] as const) {
    const end = await run(t, t.testdir(), ['exec', '--', 'sh', '-c', `kill -s ${name.slice(3)} $$`], covered)
    t.strictSame([end.code, end.stderr], [code, ''], name)
  }
})

t.test('a signal is forwarded to the command, and exec waits for its end', async t => {
  const text =
    "process.on('SIGINT', () => { console.log('bye'); process.exit(3) }); setInterval(() => {}, 1e6); console.log('on')"
  const { child, ended } = start(t, t.testdir(), program(text), covered)
  await once(child.stdout, 'data')
  child.kill('SIGINT')
  const { code, stdout } = await ended
  t.strictSame([code, stdout], [3, 'on\nbye\n'])
})

t.test('all arguments after -- belong to the command', async t => {
  const args = ['exec', '--', process.execPath, '-p', 'process.argv.slice(1).join()', '--', '--port', 'x', 'exec']
  t.equal((await run(t, t.testdir(), args)).stdout, '--port,x,exec\n')
})

t.test('an unknown command is a usage error', async t => {
  for (const [command, reason] of [
    ['no-such-command', 'ENOENT'],
    ['/etc/passwd/x', 'ENOTDIR'],
  ] as const) {
    const { code, stderr } = await run(t, t.testdir(), ['exec', '--', command], covered)
    t.strictSame([code, stderr], [1, `tryvox-sandbox: ${command} cannot be run (${reason})\n`])
  }
})

t.test('a connection that a child process keeps open does not delay the exit', async t => {
  const client = `
    const socket = require('node:net').connect(new URL(process.env.TRYVOX_BASE_URL).port, '127.0.0.1')
    socket.resume().on('connect', () => console.log('connected'))`
  const detached = `
    const stdio = ['ignore', 'pipe', 'ignore']
    const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(client)}], { detached: true, stdio })
    child.stdout.once('data', () => process.exit(5))`
  t.equal((await run(t, t.testdir(), program(detached))).code, 5)
})
