import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import { command, nodeWithoutCoverage, plainEnvironment } from '../client.ts'
import type { RunLine } from '../line.ts'
import { frozen } from './operations.ts'

export interface Command {
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** Files in the folder in which the command runs. */
  readonly files?: Readonly<Record<string, string>>
  /** The report file that the command writes. */
  readonly report?: string
  /** Whether the command is a server that runs on a terminal and gets a signal as soon as it is ready. */
  readonly banner?: boolean
}

const key = 'tvx_sk_test_sandbox'
const memory = ['--database', 'memory', '--port', '0']

const optionValues: Readonly<Record<string, readonly string[]>> = {
  '--host': ['a b', '', 'none.invalid', '203.0.113.1'],
  '--port': ['65536', '-1', '4060x', '', '1e3', '99999999'],
  '--database': [':memory:', ' ', '/proc/none/x.db', '.'],
  '--seed': ['', 'none.json', 'package.json', '.', 'broken.json', 'wrong.json'],
  '--clock': ['now', '2026-04-09', '2026-02-30T00:00:00Z', '2026-04-09T11:15:00', '', '2026-04-09T11:15:00.5Z'],
  '--namespaces': ['0', '-1', '1000001', 'x', '1.5'],
  '--journal': ['0', 'x', '1000001'],
  '--journal-total': ['0', 'x'],
  '--control-token': ['a b', '', 'é'],
  '--account': ['a/b', '', 'a'.repeat(65)],
  '--key': ['a__b', '', 'k'.repeat(201), 'tvx_sk_live_secret', 'a b'],
  '--number': ['14155551234', '+1', ''],
  '--trunk': ['app_1', 'trunk_', ''],
  '--application': ['trunk_1', 'app_', ''],
  '--variant': ['delete-nothing=405', 'delete-nothing', 'none=1', ''],
  '--allow-host': ['A.com', 'a b', ''],
  '--allow-origin': ['a.com', 'http://a/b', ''],
  '--tls-cert': ['none.pem'],
  '--tls-key': ['none.pem'],
}

const files = { 'broken.json': '{', 'wrong.json': '{"numbers":[{"e164":"1"}]}' }

/** Every option with invalid values. */
const values: Command[] = Object.entries(optionValues).flatMap(([flag, wrong]) =>
  wrong.map(value => ({
    args: [...(flag === '--port' || flag === '--database' ? [] : memory), `${flag}=${value}`],
    files,
  })),
)

const variables: Command[] = [
  { PRT: '80' },
  { XYZZY: '1' },
  { port: '80' },
  { VERSION: '1' },
  { PORT: '4060x' },
  { FRESH: 'yes' },
  { TRUNK: 'trunk_1, x' },
  { KEY: 'secret,' },
  { KEY: 'a, tvx_sk_live_secret' },
  { CONTROLS_OFF: '2' },
  { NAMESPACES: 'x' },
  { JOURNAL: '0' },
  { VARIANT: 'delete-nothing=405' },
  { CLOCK: 'x' },
  { ALLOW_HOST: 'A' },
  { DELIVER_ANYWHERE: 'on' },
  { CONTROL_TOKEN: 'a b' },
  { NAMESPACE: 'x' },
  { VARIANTS: 'x' },
  { NUMBERS: 'x' },
].map(given => ({
  args: [],
  env: Object.fromEntries(Object.entries(given).map(([name, value]) => [`TRYVOX_SANDBOX_${name}`, String(value)])),
}))

const usage: Command[] = [
  ['--prot', '80'],
  ['--zzzzzzzz'],
  ['--kee=secret'],
  ['--fresh=1'],
  ['--port'],
  ['-p', '80'],
  ['helth'],
  ['start'],
  ['help'],
  ['exce'],
  ['conformence'],
  ['health', 'x'],
  ['health', '--x'],
  ['--', 'npm', 'test'],
  ['exec'],
  ['exec', 'npm'],
  ['exec', '--'],
  ['exec', '--each', '--', 'true'],
  ['exec', '--each-variant', '--each-failure', '--', 'true'],
  ['exec', '--coverage', '--failure', 'lost:assignTrunk:1', '--', 'true'],
  ['exec', '--each-variant', '--variant', 'delete-nothing=404', '--', 'true'],
  ['exec', '--each-variant', '--database', 'x.db', '--', 'true'],
  ['exec', '--each-failure', '--database', 'x.db', '--', 'true'],
  ['exec', '--report', 'x.xml', '--', 'true'],
  ['exec', '--each-variant', '--report', 'x.txt', '--', 'true'],
  ['exec', '--at-most', '5', '--', 'true'],
  ['exec', '--each-failure', '--at-most', '0', '--', 'true'],
  ['exec', '--each-failure', '--side-by-side', 'x', '--', 'true'],
  ['exec', '--each-failure', '--side-by-side', '2', '--port', '4060', '--', 'true'],
  ['exec', '--failure', 'x', '--', 'true'],
  ['exec', '--failure', 'lost:none:1', '--', 'true'],
  ['exec', '--failure', 'lost:assignTrunk:+1:1', '--', 'true'],
  ['exec', '--failure', '503:assignTrunk:0', '--', 'true'],
  ['health', '--port', '1'],
  ['health', '--host', 'none.invalid', '--port', '1'],
  ['--tls-cert', 'a.pem'],
  ['--tls-key', 'a.pem'],
  ['conformance'],
  ['conformance', '--target', 'x', '--key', 'k', '--account', 'a'],
  ['conformance', '--target', 'http://127.0.0.1:9', '--account', 'acc_1'],
  ['conformance', '--target', 'http://127.0.0.1:9', '--key', 'a', '--key', 'b', '--account', 'acc_1'],
  ['conformance', '--target', 'http://127.0.0.1:9', '--key', 'a b', '--account', 'acc_1'],
  ['conformance', '--target', 'http://127.0.0.1:9', '--key', 'tvx_sk_live_abc', '--account', 'acc_1'],
  ['conformance', '--target', 'http://127.0.0.1:9', '--key', 'k', '--account', 'acc_1', '--number', '415'],
  ['conformance', '--target', 'http://127.0.0.1:9', '--key', 'k', '--account', 'acc_1', '--port', '1'],
  ['conformance', '--target', 'http://127.0.0.1:9', '--key', 'k', '--account', 'acc_1', '--part', 'x'],
  ['conformance', '--target', 'http://127.0.0.1:9', '--key', 'k', '--account', 'acc_1', '--report', 'x'],
  ['conformance', '--target', 'http://u:p@127.0.0.1:9', '--key', 'k', '--account', 'acc_1'],
  ['conformance', '--target', 'http://127.0.0.1:9', '--key', 'k', '--account', 'acc_1'],
  ['conformance', '--foreign-trunk', 'é', '--target', 'http://127.0.0.1:9', '--key', 'k', '--account', 'acc_1'],
  ['--help'],
  ['-h'],
  ['--version'],
  ['-V'],
  ['--help', '--port', 'x'],
  ['health', '--help'],
  ['exec', '--help'],
  ['conformance', '--help'],
  ['exec', '-h', '--', 'true'],
].map(args => ({ args }))

const script = `const { TRYVOX_BASE_URL: url, TRYVOX_API_KEY: key, TRYVOX_ACCOUNT_ID: id } = process.env
const call = (method, path, body) => new Promise((resolve, reject) => {
  const headers = { authorization: 'Bearer ' + key, 'content-type': 'application/json' }
  const request = require('node:http').request(url + '/v1/account/' + id + path, { method, headers, agent: false })
  request.on('response', response => response.resume().on('end', () => resolve(response.statusCode)))
  request.on('error', reject).end(body && JSON.stringify(body))
})
`
/** A client of the API in JavaScript whose output and exit code depend on the responses. */
const client = (text: string) => [
  '--',
  process.execPath,
  '-e',
  `${script};(async () => { ${text} })().catch(error => { console.log(error.message); process.exitCode = 9 })`,
]
const assign = "call('POST', '/numbers/+14155551234/assign', { trunk_id: 'trunk_abc123' })"
const assignAndList = `const status = await ${assign}; console.log(status, await call('GET', '/numbers')); if (status !== 200) process.exitCode = 7`
const unassign =
  "const status = await call('DELETE', '/numbers/+14155551234/assign'); console.log(status); if (status !== 200) process.exitCode = 3"

const execs: Command[] = [
  { args: ['exec', ...frozen, ...client(assignAndList)] },
  { args: ['exec', ...frozen, '--', 'sh', '-c', 'exit 5'] },
  { args: ['exec', ...frozen, '--', 'sh', '-c', 'kill $$'] },
  { args: ['exec', '--', 'no-such-command'] },
  { args: ['exec', ...frozen, '--coverage', ...client(assignAndList)] },
  { args: ['exec', ...frozen, '--failure', 'lost:assignTrunk:+14155551234:1', ...client(assignAndList)] },
  {
    args: ['exec', ...frozen, '--each-failure', '--report', 'report.xml', ...client(assignAndList)],
    report: 'report.xml',
  },
  { args: ['exec', ...frozen, '--each-failure', '--at-most', '1', ...client(`console.log(await ${assign})`)] },
  { args: ['exec', ...frozen, '--each-failure', '--', 'true'] },
  { args: ['exec', ...frozen, '--each-failure', '--', 'false'] },
  {
    args: ['exec', ...frozen, '--each-variant', '--report', 'report.json', ...client(unassign)],
    report: 'report.json',
  },
  { args: ['exec', ...frozen, '--each-variant', '--report', 'report.xml', '--', 'true'], report: 'report.xml' },
]

/** Conformance checks of a running server: with default variants, and with variants that differ from the documentation. */
export function conformanceOf(port: number): Command[] {
  const target = ['conformance', '--target', `http://127.0.0.1:${port}`, '--key', key, '--account', 'acc_123abc']
  const named = [
    '--number',
    '+14155551234',
    '--trunk',
    'trunk_abc123',
    '--application',
    'app_xyz789',
    '--foreign-trunk',
    'trunk_def456',
  ]
  return [
    { args: [...target, ...named, '--report', 'report.json'], report: 'report.json' },
    { args: [...target, ...named, '--strict', '--report', 'report.xml'], report: 'report.xml' },
    { args: [...target, '--part', 'errors', '--part', 'access'] },
    {
      args: [...target, '--part', 'errors', '--key', 'x'].filter(
        (word, at, all) => word !== key && all[at - 1] !== key,
      ),
    },
    { args: ['health', '--port', String(port)] },
  ]
}

const banners: Command[] = [
  { args: [...memory, ...frozen] },
  { args: ['--port', '0', ...frozen, '--database', 'sandbox.db'] },
  { args: [...memory, ...frozen, '--controls-off', '--host', '0.0.0.0'] },
  { args: [...memory, ...frozen, '--seed', 'none'] },
].map(each => ({ ...each, banner: true }))

/** Usage errors, help and versions. */
export const immediate: readonly Command[] = [...values, ...variables, ...usage]
/** Command lines that start a server or a process. */
export const starting: readonly Command[] = [...execs, ...banners]

/** Runs command lines, at most `concurrency` at a time, and records them in their order. */
export async function runAll(
  commands: readonly Command[],
  concurrency: number,
  mask: (text: string) => string = text => text,
): Promise<RunLine[]> {
  const lines: RunLine[] = []
  const queue = commands.entries()
  const worker = async () => {
    for (const [at, each] of queue) lines[at] = JSON.parse(mask(JSON.stringify(await run(each))))
  }
  await Promise.all(Array.from({ length: concurrency }, worker))
  return lines
}

const terminal = 'data:text/javascript,process.stdout.isTTY=true;process.stdout.columns=80'
const project = dirname(dirname(command))
const many = fileURLToPath(new URL('many.ts', import.meta.url))

function folderWith(files: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'corpus-'))
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text)
  return folder
}

interface CommandResult {
  readonly code: number | string
  readonly stdout: string
  readonly stderr: string
}

/** Runs command lines that exit immediately, in one process. */
export async function runInOneProcess(commands: readonly Command[]): Promise<RunLine[]> {
  const cases = commands.map(({ args, env = {}, files }) => ({ args, env, folder: folderWith(files) }))
  const folder = folderWith({ 'cases.json': JSON.stringify(cases) })
  const file = join(folder, 'cases.json')
  const child = spawn('sh', nodeWithoutCoverage(many, file, command), { env: plainEnvironment(), stdio: 'inherit' })
  await once(child, 'close')
  const results: CommandResult[] = JSON.parse(readFileSync(file, 'utf8'))
  const lines = cases.map((each, at) => toLine(each, results[at] as CommandResult, each.folder))
  for (const each of [folder, ...cases.map(each => each.folder)]) rmSync(each, { recursive: true, force: true })
  return lines
}

async function run({ args, env = {}, files, report, banner = false }: Command): Promise<RunLine> {
  const folder = folderWith(files)
  const imports = banner ? ['--import', terminal] : []
  const child = spawn('sh', nodeWithoutCoverage(...imports, command, ...args), {
    cwd: folder,
    env: { ...plainEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const written = { stdout: '', stderr: '' }
  child.stdout.setEncoding('utf8').on('data', text => {
    written.stdout += text
    if (banner) child.kill()
  })
  child.stderr.setEncoding('utf8').on('data', text => (written.stderr += text))
  const [code, signal] = await once(child, 'close')
  const line = toLine({ args, env }, { code: code ?? signal, ...written }, folder)
  const text = report === undefined ? undefined : readFileSync(join(folder, report), 'utf8')
  rmSync(folder, { recursive: true, force: true })
  return text === undefined ? line : { ...line, report: clean(text, folder) }
}

function toLine({ args, env = {} }: Command, { code, stdout, stderr }: CommandResult, folder: string): RunLine {
  return {
    run: args.map(arg => (arg === process.execPath ? 'node' : arg)),
    ...(Object.keys(env).length > 0 && { env }),
    code,
    stdout: clean(stdout, folder),
    stderr: clean(stderr, folder),
  }
}

/** The lines of a text, with values masked that differ from run to run. */
function clean(text: string, folder: string): string[] {
  return unwrapped(
    text
      .replaceAll(folder, '(folder)')
      .replaceAll(project, '(project)')
      .replaceAll(process.execPath, 'node')
      .replaceAll('(project)/node_modules/node/bin/node', 'node')
      .replaceAll(/127\.0\.0\.1:\d{4,5}/g, '127.0.0.1:(port)')
      .replaceAll(/in about \d+ s/g, 'in about (n) s')
      .replaceAll(/"(uptime_ms|duration_ms|time|pid|seconds)":[\d.]+/g, '"$1":"(varies)"')
      .replaceAll(/ time="[\d.]+"/g, ' time="(varies)"'),
  )
}

/** Joins the lines of each option in help, so that the width of a column does not matter. */
function unwrapped(text: string): string[] {
  const isHelp = text.startsWith('Usage: ')
  return (isHelp ? text.replace(/\n {16,}/g, ' ').replace(/^( {2}\S.*?) {2,}/gm, '$1 | ') : text).split('\n')
}
