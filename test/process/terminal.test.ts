import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Test } from 'tap'
import t from 'tap'
import { banner } from '../../src/command/banner.ts'
import { unprintable } from '../secret-samples.ts'
import { call, numbers } from '../server.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const parts = {
  version: '1.2.3',
  url: 'http://127.0.0.1:4060',
  host: 'localhost',
  file: null,
  seed: null,
  resumedSeed: null,
  hasConsole: true,
}
const [key, live] = ['tvx_sk_test_sandbox', 'tvx_sk_live_...']

t.test('the banner has the URL, the state and an example request', async t => {
  t.equal(
    banner(parts),
    `tryvox-sandbox 1.2.3 at http://127.0.0.1:4060
state  in memory, lost when this process ends
pages  http://127.0.0.1:4060/_console (console), http://127.0.0.1:4060/docs (API reference)
key    ${key}, or ${live} from the documentation
try    curl -X POST http://127.0.0.1:4060/v1/account/acc_123abc/numbers/+14155551234/assign \\
         -H 'Authorization: Bearer ${key}' -H 'Content-Type: application/json' -d '{"trunk_id": "trunk_abc123"}'`,
  )
})

t.test('without a console the banner does not list it', async t => {
  t.equal(banner({ ...parts, hasConsole: false }).split('\n')[2], 'pages  http://127.0.0.1:4060/docs (API reference)')
})

t.test('the banner of a file says whether the state is new or existing, and its initial seed', async t => {
  const state = (fields: Partial<Parameters<typeof banner>[0]>) =>
    banner({ ...parts, file: 'x.db', ...fields }).split('\n')[1]
  t.equal(state({}), 'state  x.db, new')
  t.equal(state({ resumedSeed: 'demo' }), 'state  x.db, existing (seed demo; --fresh deletes it)')
})

t.test('the banner warns if other machines can reach the server', async t => {
  const line = 'note   open to everyone who can reach this machine: it listens on 0.0.0.0'
  t.equal(banner({ ...parts, host: '0.0.0.0' }).split('\n')[3], line)
})

t.test('the banner has an example request only for the demo seed', async t => {
  const hasExample = (fields: Partial<Parameters<typeof banner>[0]>) =>
    banner({ ...parts, ...fields }).includes('\ntry ')
  t.equal(hasExample({ seed: 'demo' }), true)
  t.equal(hasExample({ seed: 'none' }), false)
  t.equal(hasExample({ seed: null, resumedSeed: 'my.json' }), false)
  t.equal(hasExample({ seed: null, resumedSeed: 'demo' }), true)
})

const script = '/usr/bin/script'
const skip = process.platform === 'linux' && existsSync(script) ? false : 'this machine has no script(1)'

t.test('a terminal shows the banner, and a readable line for each request', { skip }, async t => {
  const terminal = await openTerminal(t)
  await terminal.until(/ -d '.*'\r\n$/)
  const output = terminal.output()
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output)?.[0] ?? ''
  const file = '.tryvox-sandbox/sandbox.db'
  t.equal(output, `${banner({ ...parts, version, url, file })}\n`.replaceAll('\n', '\r\n'))
  const port = Number(new URL(url).port)
  const path = `${numbers}/+14155551234/assign`
  t.equal((await call(port, 'POST', path, { body: { trunk_id: 'trunk_abc123' } })).status, 200)
  t.equal((await call(port, 'POST', path, { body: { trunk_id: 'trunk_x' } })).status, 404)
  await terminal.until(/404 .*\r\n$/)
  const lines = terminal
    .output()
    .slice(output.length)
    .replace(/[\d.]+ ms/, '0 ms')
  const reason = 'Trunk not found (trunk_id: no such trunk in your account)'
  t.equal(
    lines,
    `200 POST ${path} 0 ms\r\n404 POST ${path} ${reason} (hint: the account has trunk_abc123; add more with --trunk or --seed)\r\n`,
  )
  t.equal(await terminal.interrupt(), 0)
})

t.test('closing the terminal ends the server', { skip }, async t => {
  const terminal = await openTerminal(t)
  await terminal.until(/ -d '.*'\r\n$/)
  t.equal(await terminal.hangUp(), 0)
})

t.test('control characters in requests do not reach the terminal', { skip }, async t => {
  const terminal = await openTerminal(t)
  await terminal.until(/ -d '.*'\r\n$/)
  const port = Number(/127\.0\.0\.1:(\d+)/.exec(terminal.output())?.[1])
  const start = terminal.output().length
  for (const character of unprintable) {
    const query = encodeURIComponent(`${character}[31m\r\n200 GET /forged`)
    t.equal((await call(port, 'GET', `/_sandbox/requests?${query}=1`)).status, 400)
    t.equal((await call(port, 'PUT', '/_sandbox/state', { body: { [`${character}\nforged`]: 1 } })).status, 400)
  }
  await call(port, 'GET', '/last')
  await terminal.until(/404 GET \/last .*\r\n$/)
  const lines = terminal.output().slice(start).trimEnd().split('\r\n')
  t.equal(lines.length, 2 * unprintable.length + 1)
  for (const line of lines) {
    t.match(line, /^40[04] (GET|PUT) \/(_sandbox|last)/)
    t.equal(
      [...unprintable].some(character => line.includes(character)),
      false,
    )
  }
  t.equal(await terminal.interrupt(), 0)
})

t.test('a command on a terminal gets the signals of the terminal and of exec once each', { skip }, async t => {
  const files = {
    'program.js': `
      process.on('SIGINT', () => console.log('SIGINT'))
      process.on('SIGTERM', () => { console.log('SIGTERM'); process.exit(3) })
      setInterval(() => {}, 1e6)
      console.log('exec is ' + process.ppid + '.')`,
  }
  const terminal = await openTerminal(t, `exec -- ${process.execPath} program.js`, files)
  await terminal.until(/exec is \d+\.\r\n$/)
  terminal.press('\x03')
  await terminal.until(/SIGINT\r\n$/)
  process.kill(Number(/exec is (\d+)\./.exec(terminal.output())?.[1]), 'SIGTERM')
  t.equal(await terminal.ended, 3)
  t.strictSame(terminal.output().match(/SIG\w+/g), ['SIGINT', 'SIGTERM'])
})

/** Starts the command on a terminal. */
async function openTerminal(t: Test, args = '--port 0', files: Record<string, string> = {}) {
  const cli = fileURLToPath(new URL('../../src/cli.ts', import.meta.url))
  const command = `exec ${process.execPath} ${cli} ${args}`
  const child = spawn(script, ['-qec', command, '/dev/null'], {
    cwd: t.testdir(files),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close').then(([code]) => code)
  t.teardown(() => child.kill('SIGKILL'))
  let output = ''
  child.stdout.setEncoding('utf8').on('data', text => (output += text))
  return {
    output: () => output,
    until: async (end: RegExp) => {
      while (!end.test(output)) {
        const endedEarly = ended.then(() => Promise.reject(new Error(`ended after ${JSON.stringify(output)}`)))
        await Promise.race([once(child.stdout, 'data'), endedEarly])
      }
    },
    /** The exit code. */
    ended,
    press: (key: string) => child.stdin.write(key),
    /** Presses Ctrl-C, which the terminal turns into a signal. */
    interrupt: async () => {
      child.stdin.write('\x03')
      return ended
    },
    /** Sends the signal that a closed terminal sends. */
    hangUp: async () => {
      process.kill(Number(readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8')), 'SIGHUP')
      return ended
    },
  }
}
