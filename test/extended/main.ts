// Uses the packed package in fresh projects: `npm run extended`, or `npm run extended -- jest` for some of them.
import { execFile } from 'node:child_process'
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Project } from './projects.ts'
import { projects } from './projects.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
// Not in node_modules, where Jest finds no tests.
const cache = join(tmpdir(), 'tryvox-sandbox-extended')
const timeoutMs = 300_000
const tarball = 'tryvox-sandbox.tgz'

const filter = (process.argv[2] ?? '').toLowerCase()
const selected = projects.filter(({ name }) => name.toLowerCase().includes(filter))

mkdirSync(cache, { recursive: true })
await shell(root, `npm pack --silent --pack-destination ${cache}`)
const packed = readdirSync(cache).find(name => /^tryvox-sandbox-.*\.tgz$/.test(name)) ?? ''
renameSync(join(cache, packed), join(cache, tarball))
let failures = 0
for (const project of selected) {
  const error = await use(project)
  console.log(`${error === null ? 'passed' : 'FAILED'}  ${project.name}`)
  if (error === null) continue
  failures++
  console.log(error.replace(/^/gm, '    '))
}
console.log(`${selected.length - failures} passed, ${failures} failed`)
process.exitCode = failures === 0 ? 0 : 1

/** Installs a project and runs its command. Returns the output if it fails. */
async function use(project: Project): Promise<string | null> {
  const {
    name,
    packages,
    packageJson,
    files,
    run,
    install = 'npm install --no-audit --no-fund --loglevel error',
  } = project
  const folder = join(cache, name.toLowerCase().replace(/\W+/g, '-'))
  mkdirSync(folder, { recursive: true })
  const dependencies = { ...packages, 'tryvox-sandbox': `file:../${tarball}` }
  const content = { name: 'project', private: true, ...packageJson, dependencies }
  for (const [file, text] of Object.entries({ ...files, 'package.json': JSON.stringify(content) }))
    writeFileSync(join(folder, file), text)
  // The tarball has a new checksum. The other packages stay installed.
  for (const file of ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock', 'bun.lock', 'node_modules/tryvox-sandbox'])
    rmSync(join(folder, file), { recursive: true, force: true })
  writeFileSync(join(folder, 'yarn.lock'), '')
  writeFileSync(join(folder, '.yarnrc.yml'), 'nodeLinker: node-modules\nenableScripts: false\n')
  try {
    await shell(folder, install)
    await shell(folder, run)
    return null
  } catch (error) {
    const { stdout, stderr, message } = error as { stdout?: string; stderr?: string; message: string }
    return `${stdout ?? ''}${stderr ?? ''}`.trim() || message
  }
}

function shell(cwd: string, command: string): Promise<unknown> {
  const environment = Object.entries(process.env).filter(([name]) => !name.startsWith('TRYVOX_'))
  return promisify(execFile)('sh', ['-c', command], {
    cwd,
    env: { ...Object.fromEntries(environment), CI: '1' },
    timeout: timeoutMs,
    maxBuffer: 64 * 1024 * 1024,
  })
}
