import { execFileSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import type { Test } from 'tap'
import t from 'tap'
import { readFileUpTo } from '../../src/base/read-file.ts'
import { UsageError } from '../../src/base/usage-error.ts'
import { openState } from '../../src/server/state.ts'
import { readTls } from '../../src/server/tls.ts'
import { readTask } from '../../src/settings/command-line.ts'
import { allFlags } from '../../src/settings/flags.ts'
import { toVariable } from '../../src/settings/name.ts'
import { run, serve } from '../run.ts'

const pem = (name: string) => fileURLToPath(new URL(`tls/${name}.pem`, import.meta.url))
const seeds = 'use demo, none or a JSON file'

/** A folder with files of many kinds. */
function folderOfFiles(t: Test): string {
  const folder = t.testdir({
    folder: {},
    'text.json': 'text',
    'empty.json': '',
    'open.json': '{\n\n"numbers": [',
    'blocked.db-wal': {},
    'empty.db': '',
  })
  execFileSync('mkfifo', [`${folder}/fifo`])
  symlinkSync('loop', `${folder}/loop`)
  symlinkSync('missing/x.db', `${folder}/dangling`)
  const { privateKey } = generateKeyPairSync('ed25519')
  writeFileSync(`${folder}/other.pem`, privateKey.export({ type: 'pkcs8', format: 'pem' }))
  return folder
}

const list = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort()

/** Invalid values and their error messages. */
const values: [option: string, value: string, line: string][] = [
  ['database', 'new/', `new/: a folder; choose a file in it with --database`],
  ['database', 'x.db ', 'x.db : the name ends with white space; choose another name with --database'],
  ['seed', 'folder', `folder: cannot be read (EISDIR); ${seeds}`],
  ['seed', 'open.json', 'open.json: not valid JSON (line 3)'],
  ['seed', '\u001b[2J', `\\u001b[2J: cannot be read (ENOENT); ${seeds}`],
  ['seed', 'x'.repeat(3_000), `${'x'.repeat(2_000)}…`],
  ['tls-cert', '/dev/zero', '--tls-cert /dev/zero cannot be read (EFBIG)'],
  [
    'tls-key',
    'other.pem',
    `--tls-cert ${pem('cert')} and --tls-key other.pem must be a PEM certificate and its private key (they do not match)`,
  ],
]

t.test('an invalid value is an error of one line with exit code 1, and nothing is created', async t => {
  const cwd = folderOfFiles(t)
  const before = list(cwd)
  const certificate = { 'tls-cert': pem('cert'), 'tls-key': pem('key') }
  for (const [at, [option, value, line]] of values.entries()) {
    const options = { ...(option.startsWith('tls') && certificate), [option]: value }
    // Alternately as a flag and as a variable.
    const args = Object.entries(options).map(([name, value]) => `--${name}=${value}`)
    const variables = Object.entries(options).map(([name, value]) => [variable(name), value])
    const end =
      at % 2 === 0
        ? await run(t, cwd, ['--port', '0', ...args])
        : await run(t, cwd, ['--port', '0'], { env: Object.fromEntries(variables) })
    const expected = { code: 1, signal: null, stdout: '', stderr: `tryvox-sandbox: ${line}\n` }
    t.strictSame(end, expected, `--${option} ${value.slice(0, 40)}`)
    t.strictSame(list(cwd), before)
  }
})

function variable(name: string): string {
  return toVariable(name.replace(/-(.)/g, (_, letter) => letter.toUpperCase()))
}

t.test('a relative database in a removed folder is a usage error', async t => {
  const cwd = t.testdir({ gone: {} })
  const before = `process.chdir('gone'); process.getBuiltinModule('fs').rmdirSync('../gone')`
  const { stderr, ...end } = await run(t, cwd, ['--port', '0', '--database', 'x.db'], { before })
  t.strictSame(end, { code: 1, signal: null, stdout: '' })
  t.equal(stderr, 'tryvox-sandbox: x.db: the folder . does not exist; create it first\n')
})

t.test('errors in the seed and the additions are found before a database is created', async t => {
  const cwd = t.testdir({ 'seed.json': '{' })
  const seed = await run(t, cwd, ['--port', '0', '--seed', 'seed.json'])
  t.equal(seed.stderr, 'tryvox-sandbox: seed.json: not valid JSON (line 1)\n')
  const addition = await run(t, cwd, ['--port', '0', '--database', 'x.db', '--trunk', 'trunk_def456'])
  const reason = 'already belongs to account acc_456def; choose another, or use --account acc_456def'
  t.equal(addition.stderr, `tryvox-sandbox: --trunk: trunk_def456 ${reason}\n`)
  t.strictSame(readdirSync(cwd), ['seed.json'])
})

const piped = ['sh', '-c', `printf '{"accounts":[{"id":"acc_1"}]}' | "$@"`, 'sh']

t.test('a seed can be a pipe, which can be read only once', async t => {
  const args = ['--fresh', '--database', 'x.db', '--seed', '/dev/stdin']
  const server = await serve(t, t.testdir(), args, { under: piped })
  const { body } = await server.call('GET', '/_sandbox/state')
  t.match(body, { accounts: [{ id: 'acc_1' }] })
  const [ready = ''] = await server.lines(1)
  process.kill(JSON.parse(ready).pid, 'SIGTERM')
  t.equal((await server.ended).code, 0)
})

t.test('exec reads its seed more than once, so a pipe is a usage error, and the server is closed', async t => {
  const args = ['exec', '--seed', '/dev/stdin', '--', 'true']
  const stderr = 'tryvox-sandbox: /dev/stdin: not valid JSON (line 1)\n'
  t.strictSame(await run(t, t.testdir(), args, { under: piped }), { code: 1, signal: null, stdout: '', stderr })
})

t.test('readFileUpTo has a limit, also for files without a size', async t => {
  const file = `${t.testdir({ file: 'x'.repeat(100_000) })}/file`
  t.equal(readFileUpTo(100_000, file).toString(), 'x'.repeat(100_000))
  t.throws(() => readFileUpTo(99_999, file), { code: 'EFBIG' })
  t.throws(() => readFileUpTo(100_000, '/dev/zero'), { code: 'EFBIG' })
})

const unusualTexts = [
  '',
  ' ',
  '.',
  '-',
  '--',
  '%',
  '%00',
  '~',
  '*',
  '$HOME',
  '\u0000',
  '\n',
  '\u202e',
  '\ud800',
  '\ufeff',
  '𝕏',
]
const names = ['__proto__', 'constructor', 'null', 'undefined', 'NaN', 'Infinity', '1e999', '-0', '0x10', 'true', '{}']
const files = ['folder', 'text.json', 'empty.json', 'open.json', 'fifo', 'loop', 'dangling', 'blocked.db', 'empty.db']
const paths = [
  '/',
  '//',
  './',
  '..',
  '/dev/null',
  'folder/',
  'new/',
  'text.json/x',
  'folder/../x',
  ':memory:',
  'file:x',
]

const value = fc
  .oneof(
    fc.constantFrom(...unusualTexts, ...names, ...files, ...paths),
    fc.string({ unit: 'grapheme' }),
    // Without slashes, which could lead out of the folder.
    fc.string({ unit: 'binary', size: 'large' }).map(text => text.replaceAll('/', '_')),
    fc.integer({ min: 200, max: 6_000 }).map(length => 'x'.repeat(length)),
  )
  .filter(text => !text.includes('/') || paths.includes(text))

const options = allFlags.map(({ flag }) => flag.replace(/^--| .*/g, '')).filter(name => name !== 'fresh')

t.test('any value of any option or variable is accepted, or is a usage error that creates nothing', async t => {
  const folder = folderOfFiles(t)
  const cwd = process.cwd()
  process.chdir(folder)
  t.teardown(() => process.chdir(cwd))
  const before = list(folder)
  const property = fc.asyncProperty(fc.constantFrom(...options), value, fc.boolean(), async (option, value, isFlag) => {
    // Opening a pipe without a writer blocks, as in every program.
    fc.pre(!(value === 'fifo' && /seed|tls/.test(option)))
    const rest = option === 'database' ? [] : ['--database', 'memory']
    try {
      const task = isFlag
        ? readTask([`--${option}=${value}`, ...rest], {}, '0.0.0')
        : readTask(rest, { [variable(option)]: value }, '0.0.0')
      if (task.name !== 'serve') throw new Error(`the task is ${task.name}`)
      const { tls } = task.settings
      if (tls !== null) readTls(tls)
      const { store } = await openState({ settings: task.settings, onStorageFailure: t.fail })
      await store.close()
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      t.strictSame(list(folder), before)
    }
    // Remove what a valid value has created.
    for (const name of list(folder)) if (!before.includes(name)) execFileSync('rm', ['-rf', '--', name])
  })
  await fc.assert(property, { numRuns: 200 })
})
