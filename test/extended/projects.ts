import { readFileSync } from 'node:fs'

/** A fresh project that installs the package and uses it. */
export interface Project {
  readonly name: string
  /** The other packages to install, with their versions. */
  readonly packages?: Readonly<Record<string, string>>
  /** The command that installs the packages. */
  readonly install?: string
  readonly packageJson?: object
  readonly files: Readonly<Record<string, string>>
  readonly run: string
}

/** Uses the package in the ways that differ between environments. Needs `test`, `assert` and the package's exports. */
const useSandbox = `
test('a sandbox', async () => {
  const sandbox = await createSandbox({ clock: new Date('2026-04-09T11:15:00Z') })
  const { apiKey, numbers, faults, journal } = sandbox.namespace()
  await numbers.set(demo.number, { trunk_id: demo.trunkId })
  await faults.set({ operation: 'getNumber', effect: { status: 503, headers: { 'Retry-After': '7' } }, times: 1 })
  const get = () => fetch(sandbox.url + '/v1/account/' + demo.accountId + '/numbers/' + demo.number, {
    headers: { authorization: 'Bearer ' + apiKey },
  })
  const unavailable = await get()
  assert.deepEqual([unavailable.status, unavailable.headers.get('retry-after')], [503, '7'])
  const found = await get()
  assert.equal((await found.json()).trunk_id, demo.trunkId)
  await faults.assertAllUsed()
  assert.equal(await journal.verify({ operation: 'getNumber', count: 2 }), 2)
  assert.equal((await sandbox.clock.get()).now, '2026-04-09T11:15:00.000Z')
  const receiver = await sandbox.webhooks.receive()
  await sandbox.calls.simulate({ from: '+14155550100', to: demo.applicationNumber, deliver: true })
  assert.deepEqual(receiver.received.map(({ kind, isSigned }) => [kind, isSigned]), [['answer', true], ['hangup', true]])
  await receiver.close()
  const error = await createSandbox({ clok: 1 }).catch(error => error)
  assert.match(error.message, /^createSandbox has no option clok/)
  await sandbox.close()
})
`

/** The same without `fetch`, which jest-environment-jsdom does not have. */
const useControls = useSandbox.replace(/ {2}const get = .*?(?= {2}assert.equal\(\(await sandbox.clock)/s, '')

const esm = `import assert from 'node:assert/strict'
import { createSandbox, demo } from 'tryvox-sandbox'
`
const commonjs = `const assert = require('node:assert/strict')
const { createSandbox, demo } = require('tryvox-sandbox')
`
const client = `
test('the client', async () => {
  const { connectSandbox } = await import('tryvox-sandbox/client')
  assert.throws(() => connectSandbox({ namespace: 'Not valid' }), { name: 'UsageError' })
})
`
const module = { type: 'module' }
const jest = { jest: '30.5.2' }
const vitest = { vitest: '5.1.1' }
const playwright = { '@playwright/test': '1.65.1' }
const typescript = { typescript: '5.9.3', '@types/node': '24.19.2' }

const typed = `import { connectSandbox, createSandbox, demo, verifySignature } from 'tryvox-sandbox'
import type { FaultBody, LocalSandbox, TryvoxSandbox } from 'tryvox-sandbox'
import { connectSandbox as connect } from 'tryvox-sandbox/client'

export async function use(): Promise<string | null> {
  const sandbox: LocalSandbox = await createSandbox({ variants: { 'delete-nothing': '404' } })
  const fault: FaultBody = { operation: 'assignTrunk', effect: { status: 502, body: '<h1>', headers: { a: 'b' } } }
  const { warnings, applied } = await sandbox.faults.set(fault)
  const count: number = applied + warnings.length
  // @ts-expect-error: only one effect is allowed
  await sandbox.faults.set({ effect: { status: 502, delay_ms: count } })
  // @ts-expect-error: the operation does not exist
  await sandbox.faults.set({ operation: 'nothing', effect: { status: 502 } })
  const remote: TryvoxSandbox = connect({ url: sandbox.url }) ?? connectSandbox()
  verifySignature({}, '', '')
  return (await remote.numbers.get(demo.number)).trunk_id
}
`

function typescriptProject(name: string, options: object, type: 'module' | 'commonjs' = 'module'): Project {
  const compilerOptions = {
    target: 'es2022',
    lib: ['es2023', 'esnext.disposable'],
    strict: true,
    noEmit: true,
    ...options,
  }
  return {
    name: `TypeScript, ${name}`,
    packages: typescript,
    packageJson: { type },
    files: { 'use.ts': typed, 'tsconfig.json': JSON.stringify({ compilerOptions, files: ['use.ts'] }) },
    run: 'npx tsc',
  }
}

function installerProject(name: string, install: string, packages = {}): Project {
  return {
    name: `installed by ${name}`,
    packages,
    packageJson: module,
    install,
    files: { 'a.test.js': `${esm}import test from 'node:test'\n${useSandbox}` },
    run: 'node --test',
  }
}

const page = readFileSync(new URL('../../docs/javascript-api.md', import.meta.url), 'utf8')

const twelveTests = readFileSync(new URL('twelve-tests.js', import.meta.url), 'utf8')

/** The recipe of the page for a test runner. */
function recipe(runner: string): string {
  const [, code = ''] = new RegExp(`^#### ${runner}\n\n\`\`\`js\n(.*?)\`\`\``, 'ms').exec(page) ?? []
  return code
}

const recipes = {
  'node:test': { packageJson: module, file: 'a.test.js', run: 'node --test' },
  Jest: { packages: jest, file: 'a.test.js', run: 'npx jest' },
  Vitest: { packages: vitest, packageJson: module, file: 'a.test.js', run: 'npx vitest run' },
  Playwright: { packages: playwright, packageJson: module, file: 'a.spec.js', run: 'npx playwright test' },
}

export const projects: readonly Project[] = [
  {
    name: 'Vitest',
    packages: vitest,
    packageJson: module,
    files: { 'a.test.js': `${esm}import { test } from 'vitest'\n${useSandbox}${client}` },
    run: 'npx vitest run',
  },
  {
    name: 'Vitest with happy-dom',
    packages: { ...vitest, 'happy-dom': '21.0.4' },
    packageJson: module,
    files: { 'a.test.js': `${esm}import { test } from 'vitest'\n${useControls}` },
    run: 'npx vitest run --environment happy-dom',
  },
  {
    name: 'Jest',
    packages: jest,
    files: { 'a.test.js': `${commonjs}${useSandbox}${client.replace('await import', 'require')}` },
    run: 'npx jest',
  },
  {
    name: 'Jest with fake timers',
    packages: jest,
    files: {
      'a.test.js': `${commonjs}beforeEach(() => jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] }))
${useControls}`,
    },
    run: 'npx jest',
  },
  {
    name: 'Jest with jsdom',
    packages: { ...jest, 'jest-environment-jsdom': '30.5.2' },
    files: { 'a.test.js': `${commonjs}${useControls}` },
    run: 'npx jest --env jsdom',
  },
  {
    name: 'Jest, ES modules',
    packages: jest,
    packageJson: { ...module, jest: { transform: {} } },
    files: { 'a.test.js': `${esm}${useSandbox}${client}` },
    run: 'NODE_OPTIONS=--experimental-vm-modules npx jest',
  },
  {
    name: 'ts-jest',
    packages: { ...jest, ...typescript, 'ts-jest': '29.4.15', '@types/jest': '30.0.0' },
    packageJson: { jest: { preset: 'ts-jest' } },
    files: {
      'a.test.ts': `${esm.replace('assert from', '* as assert from')}${useSandbox.replace('{ clok: 1 }', 'JSON.parse(\'{"clok":1}\')')}`,
      'tsconfig.json': '{ "compilerOptions": { "module": "commonjs", "strict": true, "target": "es2022" } }',
    },
    run: 'npx jest',
  },
  {
    name: 'node:test, ES modules',
    packageJson: module,
    files: { 'a.test.js': `${esm}import test from 'node:test'\n${useSandbox}${client}` },
    run: 'node --test',
  },
  {
    name: 'node:test, CommonJS',
    files: { 'a.test.js': `${commonjs}const test = require('node:test')\n${useSandbox}${client}` },
    run: 'node --test',
  },
  {
    name: 'mocha',
    packages: { mocha: '12.0.3' },
    files: { 'a.js': `${commonjs}const test = it\n${useSandbox}` },
    run: 'npx mocha a.js',
  },
  {
    name: 'ava',
    packages: { ava: '7.0.0' },
    packageJson: module,
    files: {
      'a.test.js': `${esm}import ava from 'ava'\nconst test = (name, run) => ava(name, async t => { await run(); t.pass() })\n${useSandbox}`,
    },
    run: 'npx ava',
  },
  {
    name: 'twelve tests of a client in Vitest',
    packages: vitest,
    packageJson: module,
    files: {
      'a.test.js': `import { createSandbox, demo, verifySignature } from 'tryvox-sandbox'
import { afterAll, expect, test } from 'vitest'
const sandbox = createSandbox()
afterAll(async () => (await sandbox).close())
${twelveTests}`,
    },
    run: 'npx vitest run',
  },
  {
    name: 'twelve tests of a client in Jest',
    packages: jest,
    files: {
      'a.test.js': `const { createSandbox, demo, verifySignature } = require('tryvox-sandbox')
const sandbox = createSandbox()
afterAll(async () => (await sandbox).close())
${twelveTests}`,
    },
    run: 'npx jest',
  },
  ...Object.entries(recipes).map(([runner, { file, run, ...project }]) => ({
    ...project,
    name: `the recipe for ${runner}`,
    files: { [file]: recipe(runner) },
    run,
  })),
  {
    name: 'bun',
    packages: { bun: '1.4.5' },
    packageJson: { ...module, trustedDependencies: ['bun'] },
    files: { 'a.test.js': `${esm}import { test } from 'bun:test'\n${useControls}${client}` },
    run: 'npx bun test',
  },
  {
    name: 'deno',
    packages: { deno: '2.9.6' },
    packageJson: module,
    files: { 'a.test.js': `${esm}const test = Deno.test\n${useSandbox}${client}` },
    run: 'npx deno test --allow-all --no-check',
  },
  typescriptProject('node10', { module: 'commonjs', moduleResolution: 'node10', esModuleInterop: true }, 'commonjs'),
  typescriptProject('node16, ES modules', { module: 'node16' }),
  typescriptProject('node16, CommonJS', { module: 'node16' }, 'commonjs'),
  typescriptProject('bundler', { module: 'esnext', moduleResolution: 'bundler' }),
  {
    name: 'publint',
    packages: { publint: '0.3.25' },
    files: {},
    run: 'npx publint --strict --pack false node_modules/tryvox-sandbox',
  },
  {
    name: 'Are the types wrong?',
    packages: { '@arethetypeswrong/cli': '0.18.5' },
    files: {},
    run: 'npx attw ../tryvox-sandbox.tgz',
  },
  installerProject('pnpm', 'npx --yes pnpm@12.21.0 install'),
  installerProject('yarn', 'YARN_ENABLE_IMMUTABLE_INSTALLS=false npx --yes @yarnpkg/cli-dist@4.18.1 install'),
  installerProject('bun', 'npx --yes bun@1.4.5 install'),
]
