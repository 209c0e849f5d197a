import { readFileSync } from 'node:fs'
import type { Test } from 'tap'
import t from 'tap'
import type { Options } from '../run.ts'
import { covered, run } from '../run.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

/** The command ends with 1 and this line, and nothing else. */
async function refuses(t: Test, args: readonly string[], line: string, options?: Options): Promise<void> {
  const expected = { code: 1, signal: null, stdout: '', stderr: `tryvox-sandbox: ${line}\n` }
  t.strictSame(await run(t, t.testdir(), args, options), expected)
}

t.test('--version prints the version of the package', async t => {
  const expected = { code: 0, signal: null, stdout: `${version}\n`, stderr: '' }
  t.strictSame(await run(t, t.testdir(), ['--version'], covered), expected)
})

t.test('a misspelt flag is one line that names the right one', async t => {
  await refuses(t, ['--prot', '80'], 'unknown option --prot; did you mean --port?')
})

t.test('a mistake is one line though what was given has two', async t => {
  await refuses(t, ['--port', '80\n81'], '--port must be a port from 0 to 65535, not "80 81"')
})

t.test('a mistake is short though what was given is long, and a terminal obeys nothing of it', async t => {
  const line = (value: string) => `--port must be a port from 0 to 65535, not "${value}"`
  const long = '1'.repeat(3_000)
  await refuses(t, ['--port', long], `${line(long).slice(0, 2_000)}…`, covered)
  await refuses(t, ['--port', '\u001b[2J'], line('\\u001b[2J'))
})

t.test('a key that is given in a wrong place is not repeated', async t => {
  await refuses(t, ['tvx_sk_live_secret'], 'unknown command ***; see --help')
  const trunk = 'must be ^trunk_[A-Za-z0-9_-]{1,64}$'
  await refuses(t, ['--trunk', 'tvx_sk_test_secret'], `--trunk ${trunk}, not "***"`)
})

t.test('a live key is refused with the advice to choose one of a test', async t => {
  const advice = 'which the sandbox does not accept; use a test key such as tvx_sk_test_mine'
  await refuses(t, ['--key', 'tvx_sk_live_secret'], `--key is a live key, ${advice}`)
})

t.test('Node.js 22.17 is too old, and is told so in one line', async t => {
  const before = "Object.defineProperty(process.versions, 'node', { value: '22.17.1' })"
  await refuses(t, ['--version'], 'needs Node.js 22.18 or newer, but this is 22.17.1', { before, ...covered })
})

t.test('Node.js 22.18 will do', async t => {
  const before = "Object.defineProperty(process.versions, 'node', { value: '22.18.0' })"
  const expected = { code: 0, signal: null, stdout: `${version}\n`, stderr: '' }
  t.strictSame(await run(t, t.testdir(), ['--version'], { before }), expected)
})

t.test('an error of ours is no mistake of the user: it ends with 1 and shows its stack', async t => {
  const before = 'JSON.parse = () => { throw new TypeError("a bug") }'
  const { stderr, ...end } = await run(t, t.testdir(), ['--version'], { before, ...covered })
  t.strictSame(end, { code: 1, signal: null, stdout: '' })
  t.match(stderr, /TypeError: a bug\n.*JSON\.parse.*[\s\S]*\n +at run .*src\/command\/main\.ts/)
})
