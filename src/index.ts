import type { Socket } from 'node:net'
import { formatRequest } from './base/request-line.ts'
import { UsageError } from './base/usage-error.ts'
import type { Variants } from './behaviors/variant.ts'
import type { TryvoxSandbox } from './client/connect.ts'
import { createSandboxControls, readOptions } from './client/connect.ts'
import { toWholeSeconds } from './client/controls.ts'
import { assertNotFaked, fastifySchedulers } from './client/fake-timers.ts'
import { connectInMemory, createFetch } from './client/fetch.ts'
import { keepProcessAlive } from './client/keep-process-alive.ts'
import { createTransport } from './client/transport.ts'
import { clientCredentials } from './exec/client-credentials.ts'
import { nodeVersionError } from './node-version.ts'
import { loopback } from './server/listen.ts'
import { start } from './server/start.ts'
import type { Settings } from './settings/settings.ts'
import { readSettings } from './settings/settings.ts'
import type { SeedFile } from './store/seed-file.ts'

export * from './client.ts'

/** The options of `createSandbox`. */
export interface SandboxOptions {
  /** The initial seed: `demo` (the default), `none`, the path of a JSON file, or a seed object. */
  readonly seed?: string | SeedFile
  /** Stops the clock at a time, a `Date` or ISO 8601. By default the clock runs. */
  readonly clock?: Date | string
  /** The database file for the state. By default the state is in memory. */
  readonly database?: string
  /** The variants to use, such as `{ 'delete-nothing': '404' }`. */
  readonly variants?: Variants
  /** Writes a line for each request, with its fault and hint: `true` for `console.log`, or a function. */
  readonly log?: boolean | ((line: string) => void)
  /** The origins whose pages can send requests (CORS), such as `http://app.example.com:3000`. */
  readonly allowOrigins?: readonly string[]
  /** The maximum number of journal entries of a namespace. Default: 1,000. */
  readonly journal?: number
  /** The maximum number of journal entries in total. Default: 100,000. */
  readonly journalTotal?: number
  /** The maximum number of namespaces. Default: 10,000. */
  readonly namespaces?: number
}

const optionNames = [
  'seed',
  'clock',
  'database',
  'variants',
  'log',
  'allowOrigins',
  'journal',
  'journalTotal',
  'namespaces',
] as const satisfies (keyof SandboxOptions)[]

/** A server in this process. `url` has a free port on 127.0.0.1, or on ::1 if the machine has no IPv4. */
export interface LocalSandbox extends TryvoxSandbox, AsyncDisposable {
  /**
   * Sends a request to the server without a socket; the host of the URL is ignored. A path such as `/v1/…` is enough.
   */
  readonly fetch: typeof fetch
  /** Stops the server after it has responded to the requests in flight. */
  close(): Promise<void>
}

/** Starts a sandbox. It does not keep the process alive. Throws a `UsageError` if an option is invalid. */
export async function createSandbox(options: SandboxOptions = {}): Promise<LocalSandbox> {
  const versionError = nodeVersionError()
  if (versionError !== null) throw new UsageError(versionError)
  const { seed, log = false } = readOptions('createSandbox', options, optionNames)
  const settings = toSettings(options)
  await assertNotFaked(fastifySchedulers)
  const seedFile = typeof seed === 'object' ? seed : undefined
  const write = typeof log === 'function' ? log : (line: string) => console.log(line)
  const { app, url } = await start({
    settings,
    seed: seedFile,
    ...(log !== false && { writeLogLine: line => line.path.startsWith('/_sandbox') || write(formatRequest(line)) }),
  })
  app.server.unref().on('connection', (socket: Partial<Socket>) => socket.unref?.())
  const { key = '', account } = clientCredentials(settings, seedFile)
  const transport = createTransport(url, () => connectInMemory(app.server))
  const controls = createSandboxControls({ url, apiKey: key, accountId: account, token: null, transport }, 'default')
  const close = () => keepProcessAlive(assertNotFaked(fastifySchedulers).then(() => app.close()))
  return { ...controls, fetch: createFetch(app.server, url), close, [Symbol.asyncDispose]: close }
}

function toSettings({ seed, clock, database = 'memory', variants = {}, ...others }: SandboxOptions): Settings {
  if (!['string', 'object', 'undefined'].includes(typeof seed))
    throw new UsageError('seed must be demo, none, the path of a JSON file, or a seed object')
  const { allowOrigins, journal, journalTotal, namespaces } = others
  const raw = {
    host: loopback(),
    port: '0',
    database,
    seed: typeof seed === 'object' ? undefined : seed,
    clock: clock === undefined ? undefined : toWholeSeconds(clock),
    variant: Object.entries(variants).map(([id, value]) => `${id}=${value}`),
    allowOrigin: allowOrigins,
    journal: journal?.toString(),
    journalTotal: journalTotal?.toString(),
    namespaces: namespaces?.toString(),
  }
  const names: Record<string, string> = { variant: 'variants', allowOrigin: 'allowOrigins' }
  return readSettings(raw, {}, option => names[option] ?? option)
}
