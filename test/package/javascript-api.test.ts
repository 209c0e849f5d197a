import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import t from 'tap'
import { createSandbox } from '../../src/index.ts'
import { read } from '../tree.ts'
import { withoutCoverage } from '../without-coverage.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const page = read('docs/javascript-api.md')
const program = [...page.matchAll(/```ts\n(.*?)```/gs)].map(([, code]) => code).join('\n')

t.test('the TypeScript examples of the page form a program that compiles and runs', async t => {
  const paths = { 'tryvox-sandbox': [`${root}src/index.ts`], 'tryvox-sandbox/client': [`${root}src/client.ts`] }
  const folder = t.testdir({
    'page.ts': program,
    'run.ts': program.replace(/'(tryvox-sandbox[^']*)'/g, (_, name: keyof typeof paths) => `'${paths[name]}'`),
    'tsconfig.json': JSON.stringify({
      extends: `${root}tsconfig.json`,
      compilerOptions: { rootDir: root, paths, noUnusedLocals: false },
      include: ['page.ts'],
    }),
  })
  const run = (...command: string[]) =>
    promisify(execFile)('sh', ['-c', withoutCoverage, 'sh', ...command], { cwd: root })
  await t.resolves(run('node_modules/.bin/tsc', '-p', folder))
  await t.resolves(run(process.execPath, `${folder}/run.ts`))
  t.ok(program.length > 5_000)
})

t.test('the page names every export, every option and every method', async t => {
  const exported = ['src/client.ts', 'src/index.ts'].flatMap(file =>
    [...read(file).matchAll(/export (?:type )?\{([^}]*)\}/g)].flatMap(([, names = '']) => names.match(/\w+/g) ?? []),
  )
  t.ok(exported.length > 30)
  for (const name of [...exported, 'createSandbox']) t.match(page, new RegExp(`\\b${name}\\b`), name)
  const options = ['SandboxOptions', 'ConnectOptions', 'ReceiveOptions'].flatMap(name => {
    const [, body = ''] =
      new RegExp(`interface ${name} \\{\n(.*?)\n\\}`, 's').exec(read(`src/client/${files[name]}.ts`)) ?? []
    return [...body.matchAll(/^ {2}readonly (\w+)\?/gm)].map(([, option = '']) => option)
  })
  t.equal(options.length, 17)
  for (const option of options) t.match(page, new RegExp(`^\\| \`${option}\` \\|`, 'm'), option)
  const sandbox = await createSandbox()
  t.teardown(sandbox.close)
  const parts = Object.entries(sandbox).flatMap(([name, part]) =>
    typeof part === 'object' ? [name, ...Object.keys(part)] : name,
  )
  t.ok(parts.length > 40)
  for (const name of parts) t.match(page, new RegExp(`\\b${name}\\b`), name)
})

const files: Readonly<Record<string, string>> = {
  SandboxOptions: 'local',
  ConnectOptions: 'connect',
  ReceiveOptions: 'webhooks',
}

t.test('the page links only to its own headings and existing files', async t => {
  const headings = [...page.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replace(/ /g, '-'),
  )
  const links = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, link = '']) => link)
  t.strictSame(
    links.filter(link => !headings.includes(link)),
    [],
  )
  t.ok(links.length > 10)
})
