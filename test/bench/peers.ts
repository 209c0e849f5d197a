import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Contestant } from './contestant.ts'

/** Outside the project, because the peers have hundreds of dependencies. */
const cache = join(homedir(), '.cache/tryvox-sandbox-bench')
const dependencies = {
  '@mockoon/cli': '9.9.0',
  '@stoplight/prism-cli': '5.16.0',
  'json-server': '0.17.4',
  wiremock: '3.13.2',
}

const openApi = fileURLToPath(new URL('../../openapi/openapi.json', import.meta.url))

/** Similar tools, each configured from the same documentation page. Missing ones are installed if possible. */
export function peers(): { readonly installed: Contestant[]; readonly missing: string[] } {
  install()
  const all: readonly [Contestant, string][] = [
    [{ name: 'Prism', kind: 'configure', command: prism }, bin('@stoplight/prism-cli', 'prism')],
    [{ name: 'json-server', kind: 'patch', command: jsonServer }, bin('json-server', 'json-server')],
    [{ name: 'Mockoon', kind: 'configure', command: mockoon }, bin('@mockoon/cli', 'mockoon-cli')],
    [{ name: 'WireMock', kind: 'configure', command: wiremock }, jar],
  ]
  const isInstalled = (file: string) => existsSync(file) && (file !== jar || hasJava())
  return {
    installed: all.filter(([, file]) => isInstalled(file)).map(([contestant]) => contestant),
    missing: all.filter(([, file]) => !isInstalled(file)).map(([{ name }]) => name),
  }
}

function install(): void {
  const manifest = JSON.stringify({ private: true, dependencies })
  const file = join(cache, 'package.json')
  mkdirSync(cache, { recursive: true })
  if (existsSync(file) && readFileSync(file, 'utf8') === manifest) return
  console.log(`installing ${Object.keys(dependencies).join(', ')} in ${cache}`)
  writeFileSync(file, manifest)
  try {
    execFileSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: cache, stdio: 'inherit' })
  } catch {
    console.log('npm could not install them')
  }
}

function hasJava(): boolean {
  try {
    execFileSync('java', ['-version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function bin(name: string, command: string): string {
  const folder = join(cache, 'node_modules', name)
  if (!existsSync(folder)) return folder
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  return join(folder, typeof bin === 'string' ? bin : bin[command])
}

interface OperationWithExample {
  readonly responses: Record<200, { content: { 'application/json': { examples: { page: { value: unknown } } } } }>
}

/** The examples of the documentation for a stub: the method, the path after the account, and the body. */
const examples = (() => {
  const { paths } = JSON.parse(readFileSync(openApi, 'utf8'))
  const of = (method: 'get' | 'post' | 'delete', path: string) => {
    const { responses }: OperationWithExample = paths[`/v1/account/{account_id}/${path}`][method]
    return [method, path, responses[200].content['application/json'].examples.page.value] as const
  }
  const [trunk, application] = ['numbers/{e164}/assign', 'numbers/{e164}/application']
  const changes = [of('post', trunk), of('post', application), of('delete', trunk), of('delete', application)]
  return [...changes, of('get', 'numbers')]
})()

function prism(port: number): string[] {
  return [process.execPath, bin('@stoplight/prism-cli', 'prism'), 'mock', '-p', `${port}`, openApi]
}

function jsonServer(port: number, folder: string): string[] {
  const numbers = Array.from({ length: 1_000 }, (_, at) => ({
    id: `1415${5_000_000 + at}`,
    ...(examples[0]?.[2] as object),
  }))
  writeFileSync(join(folder, 'db.json'), JSON.stringify({ numbers }))
  return [process.execPath, bin('json-server', 'json-server'), '-q', '-p', `${port}`, join(folder, 'db.json')]
}

const json = { 'Content-Type': 'application/json' }

function mockoon(port: number, folder: string): string[] {
  const headers = Object.entries(json).map(([key, value]) => ({ key, value }))
  const routes = examples.map(([method, path, body], at) => {
    const text = { body: JSON.stringify(body), bodyType: 'INLINE' }
    const response = { uuid: `${at}-200`, ...text, statusCode: 200, headers, default: true, rules: [] }
    const endpoint = `v1/account/:account/${path.replace('{e164}', ':e164')}`
    return { uuid: `${at}`, type: 'http', method, endpoint, responses: [response] }
  })
  const rootChildren = routes.map(({ uuid }) => ({ type: 'route', uuid }))
  const environment = { uuid: 'page', name: 'page', port, hostname: '127.0.0.1', folders: [], routes, rootChildren }
  writeFileSync(join(folder, 'page.json'), JSON.stringify(environment))
  const options = ['--data', join(folder, 'page.json'), '--repair', '--disable-log-to-file', '--disable-admin-api']
  return [process.execPath, bin('@mockoon/cli', 'mockoon-cli'), 'start', ...options]
}

const jar = join(cache, `node_modules/wiremock/build/wiremock-standalone-${dependencies.wiremock}.jar`)

function wiremock(port: number, folder: string): string[] {
  mkdirSync(join(folder, 'mappings'), { recursive: true })
  for (const [at, [method, path, jsonBody]] of examples.entries()) {
    const urlPathPattern = `/v1/account/[^/]+/${path.replace('{e164}', '[^/]+')}`
    const request = { method: method.toUpperCase(), urlPathPattern }
    const response = { status: 200, headers: json, jsonBody }
    writeFileSync(join(folder, `mappings/${at}.json`), JSON.stringify({ request, response }))
  }
  return ['java', '-jar', jar, '--port', `${port}`, '--root-dir', folder, '--no-request-journal', '--disable-banner']
}
