import { readFileSync } from 'node:fs'
import type { Test } from 'tap'
import t from 'tap'
import type { CommandOptions } from '../run.ts'
import { covered, run } from '../run.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))

/** Asserts that the command exits with 1 and prints only this line. */
async function assertUsageError(
  t: Test,
  args: readonly string[],
  line: string,
  options?: CommandOptions,
): Promise<void> {
  const expected = { code: 1, signal: null, stdout: '', stderr: `tryvox-sandbox: ${line}\n` }
  t.strictSame(await run(t, t.testdir(), args, options), expected)
}

t.test('--version prints the version of the package', async t => {
  const expected = { code: 0, signal: null, stdout: `${version}\n`, stderr: '' }
  t.strictSame(await run(t, t.testdir(), ['--version'], covered), expected)
})

t.test('the error for a misspelled flag suggests the right one', async t => {
  await assertUsageError(t, ['--prot', '80'], 'unknown option --prot; did you mean --port?')
})

t.test('a usage error is one line even if the value has two', async t => {
  await assertUsageError(t, ['--port', '80\n81'], '--port must be a port from 0 to 65535, not "80 81"')
})

t.test('a usage error is short even if the value is long, and control characters are escaped', async t => {
  const line = (value: string) => `--port must be a port from 0 to 65535, not "${value}"`
  const long = '1'.repeat(3_000)
  await assertUsageError(t, ['--port', long], `${line(long).slice(0, 2_000)}…`, covered)
  await assertUsageError(t, ['--port', '\u001b[2J'], line('\\u001b[2J'))
})

t.test('a key in a wrong argument is redacted', async t => {
  await assertUsageError(t, ['tvx_sk_live_secret'], 'unknown command ***; see --help')
  const trunk = 'must be ^trunk_[A-Za-z0-9_-]{1,64}$'
  await assertUsageError(t, ['--trunk', 'tvx_sk_test_secret'], `--trunk ${trunk}, not "***"`)
})

t.test('a live key is rejected with a suggestion to use a test key', async t => {
  const advice = 'which the sandbox does not accept; use a test key such as tvx_sk_test_mine'
  await assertUsageError(t, ['--key', 'tvx_sk_live_secret'], `--key is a live key, ${advice}`)
})

t.test('Node.js 22.17 is too old, which is a one-line error', async t => {
  const before = "Object.defineProperty(process.versions, 'node', { value: '22.17.1' })"
  await assertUsageError(t, ['--version'], 'needs Node.js 22.18 or newer, but this is 22.17.1', { before, ...covered })
})

t.test('Node.js 22.18 is supported', async t => {
  const before = "Object.defineProperty(process.versions, 'node', { value: '22.18.0' })"
  const expected = { code: 0, signal: null, stdout: `${version}\n`, stderr: '' }
  t.strictSame(await run(t, t.testdir(), ['--version'], { before }), expected)
})

t.test('an unexpected error is not a usage error: it exits with 1 and prints its stack', async t => {
  const before = 'JSON.parse = () => { throw new TypeError("a bug") }'
  const { stderr, ...end } = await run(t, t.testdir(), ['--version'], { before, ...covered })
  t.strictSame(end, { code: 1, signal: null, stdout: '' })
  t.match(stderr, /TypeError: a bug\n.*JSON\.parse.*[\s\S]*\n +at run .*src\/command\/main\.ts/)
})
