import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { nodeVersionError } from '../../src/node-version.ts'
import { withoutCoverage } from '../without-coverage.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Runs a command without coverage. */
function run(cwd: string, ...command: string[]): Promise<{ stdout: string }> {
  return promisify(execFile)('sh', ['-c', withoutCoverage, 'sh', ...command], { cwd })
}

const script = `
  const sandbox = await createSandbox()
  const headers = { authorization: 'Bearer tvx_sk_test_sandbox' }
  const { status } = await sandbox.fetch('/v1/account/acc_123abc/numbers', { headers })
  const version = (await (await sandbox.fetch('/_sandbox/info')).json()).version
  const { length } = process.moduleLoadList.filter(name => name.includes('sqlite'))
  const native = process.report.getReport().sharedObjects.filter(name => name.includes('sqlite'))
  console.log(status, version, length, native.length)`

const typescript = `
import { ControlError, createSandbox } from 'tryvox-sandbox'
import type { JournalEntryView, SandboxOptions, LocalSandbox } from 'tryvox-sandbox'
export async function use(options: SandboxOptions): Promise<JournalEntryView[]> {
  const sandbox: LocalSandbox = await createSandbox({ seed: { accounts: [{ id: 'acc_1' }] }, ...options })
  const fault = await sandbox.faults.set({ operation: 'assignTrunk', effect: { status: 503 }, times: 1 })
  // @ts-expect-error: the operation does not exist
  await sandbox.faults.set({ operation: 'nothing', effect: { status: 503 } })
  const applied: number = fault.applied
  if (applied > 0) throw new ControlError(500, { error: { message: '' } })
  await sandbox.namespace('other').reset('state')
  return sandbox.journal.list({ status: 200 })
}`

/** Finds an installed Node.js that is too old. */
async function findOldNode(): Promise<{ path: string; version: string } | null> {
  for (const path of ['/usr/local/bin/node', '/usr/bin/node'].filter(path => existsSync(path))) {
    const version = (await run('/', path, '-p', 'process.versions.node')).stdout.trim()
    if (nodeVersionError(version) !== null) return { path, version }
  }
  return null
}

t.test('the package works in a project of ES modules, of CommonJS and of TypeScript', async t => {
  const project = t.testdir({ 'package.json': '{}' })
  const installed = join(project, 'node_modules/tryvox-sandbox')
  mkdirSync(installed, { recursive: true })
  await run(root, 'npm', 'pack', '--silent', '--pack-destination', project)
  await run(project, 'tar', '-xzf', 'tryvox-sandbox-0.1.0.tgz', '-C', installed, '--strip-components=1')
  symlinkSync(join(root, 'node_modules'), join(installed, 'node_modules'))
  symlinkSync(join(root, 'node_modules/@types'), join(project, 'node_modules/@types'))
  const node = async (file: string, text: string) => {
    writeFileSync(join(project, file), text)
    return (await run(project, process.execPath, file)).stdout
  }
  // Each process ends although its sandbox is still open.
  const [esm, cjs] = await Promise.all([
    node('a.mjs', `import { createSandbox } from 'tryvox-sandbox'\n${script}`),
    node('b.cjs', `const { createSandbox } = require('tryvox-sandbox'); (async () => {${script}\n})()`),
  ])
  t.strictSame([esm, cjs], ['200 0.1.0 0 0\n', '200 0.1.0 0 0\n'])
  writeFileSync(join(project, 'c.ts'), typescript)
  const compilerOptions = { noEmit: true, strict: true, module: 'nodenext', target: 'es2022', types: ['node'] }
  writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['c.ts'] }))
  await t.resolves(run(project, join(root, 'node_modules/.bin/tsc'), '-p', '.'))
  const old = await findOldNode()
  if (old === null) t.comment('skipped: this machine has no Node.js that is too old')
  else {
    const create = `import { createSandbox } from 'tryvox-sandbox'
      createSandbox({ database: 'x.db' }).catch(({ message }) => console.log(message))`
    const line = `tryvox-sandbox: needs Node.js 22.18 or newer, but this is ${old.version}\n`
    writeFileSync(join(project, 'd.mjs'), create)
    t.equal((await run(project, old.path, 'd.mjs')).stdout, line)
  }
  const command = await run(project, process.execPath, join(installed, 'dist/cli.js'), '--version')
  t.equal(command.stdout, '0.1.0\n')
})
