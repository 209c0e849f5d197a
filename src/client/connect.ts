import { randomBytes } from 'node:crypto'
import { env } from 'node:process'
import { UsageError } from '../base/usage-error.ts'
import { namespacePattern } from '../domain/identifier.ts'
import type { NamespaceControls, ServerAccess } from './controls.ts'
import { createControls } from './controls.ts'
import { demo } from './demo.ts'
import { createTransport } from './transport.ts'

/** The server to connect to. */
export interface ConnectOptions {
  /** The URL of the server, without `/v1`. Default: `TRYVOX_BASE_URL`, which `exec` sets, or http://localhost:4060. */
  readonly url?: string
  /** The token of the control API. Default: `TRYVOX_SANDBOX_CONTROL_TOKEN`. */
  readonly token?: string
  /** The namespace to control. Default: `default`. */
  readonly namespace?: string
  /** The API key for clients, without a namespace. Default: `TRYVOX_API_KEY`, or the one of the demo seed. */
  readonly apiKey?: string
  /** The account of the API key. Default: `TRYVOX_ACCOUNT_ID`, or the one of the demo seed. */
  readonly accountId?: string
}

/** A server and the controls of one of its namespaces. */
export interface TryvoxSandbox extends NamespaceControls {
  /** The controls of another namespace. Without a name, one is invented. */
  namespace(name?: string): NamespaceControls
  /**
   * Runs `use` with a namespace of its own and resets it at the end. If `use` fails, or `hasFailed` returns true
   * afterwards, prints the requests that the namespace received.
   */
  isolate<T>(use: (namespace: NamespaceControls) => T | Promise<T>, hasFailed?: () => boolean): Promise<T>
}

/** Controls a server that runs elsewhere. Sends no request itself. Throws a `UsageError` if an option is invalid. */
export function connectSandbox(options: ConnectOptions = {}): TryvoxSandbox {
  const {
    url = env['TRYVOX_BASE_URL'] ?? 'http://localhost:4060',
    token = env['TRYVOX_SANDBOX_CONTROL_TOKEN'] ?? null,
    namespace = 'default',
    apiKey = env['TRYVOX_API_KEY'] ?? demo.apiKey,
    accountId = env['TRYVOX_ACCOUNT_ID'] ?? demo.accountId,
  } = readOptions('connectSandbox', options, ['url', 'token', 'namespace', 'apiKey', 'accountId'])
  const base = readUrl(url)
  return createSandboxControls({ url: base, token, apiKey, accountId, transport: createTransport(base) }, namespace)
}

/** The controls of a server, beginning with those of one namespace. */
export function createSandboxControls(access: ServerAccess, name: string): TryvoxSandbox {
  const namespace = (name = `test-${randomBytes(6).toString('hex')}`) => {
    if (!new RegExp(namespacePattern).test(name))
      throw new UsageError(`a namespace must be 1 to 32 characters of a to z, 0 to 9 and -, not "${name}"`)
    return createControls(access, name)
  }
  const isolate: TryvoxSandbox['isolate'] = async (use, hasFailed = () => false) => {
    const own = namespace()
    let failed = true
    try {
      const result = await use(own)
      failed = hasFailed()
      return result
    } finally {
      if (failed) await own.journal.print()
      await own.reset()
    }
  }
  return { ...namespace(name), namespace, isolate }
}

/** Checks that the options are an object with these fields. */
export function readOptions<T extends object>(name: string, options: T, fields: readonly string[]): T {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new UsageError(
      `${name} takes an object with the options ${fields.join(', ')}, not ${JSON.stringify(options)}`,
    )
  const unknown = Object.keys(options).find(field => !fields.includes(field))
  if (unknown !== undefined)
    throw new UsageError(`${name} has no option ${unknown}; its options are ${fields.join(', ')}`)
  return options
}

/** A URL without a slash at its end. */
function readUrl(url: string): string {
  const path = /^https?:\/\/[^/?#]+([^?#]*)$/.exec(url)?.[1]?.replace(/\/$/, '')
  if (path === undefined) throw new UsageError(`url must be an HTTP URL such as http://localhost:4060, not "${url}"`)
  if (path.endsWith('/v1')) throw new UsageError(`url must be the URL of the server, without /v1, not "${url}"`)
  return url.replace(/\/$/, '')
}
