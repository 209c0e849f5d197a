import type { Socket } from 'node:net'
import { didYouMean } from './base/suggestion.ts'
import { UsageError } from './base/usage-error.ts'
import type { Variants } from './behaviors/variant.ts'
import type { Controls, SeedFile } from './client/controls.ts'
import { createControls } from './client/controls.ts'
import { assertNotFaked, fastifySchedulers } from './client/fake-timers.ts'
import { createFetch } from './client/fetch.ts'
import { keepProcessAlive } from './client/keep-process-alive.ts'
import { nodeVersionError } from './node-version.ts'
import { loopback } from './server/listen.ts'
import { start } from './server/start.ts'
import { readSettings } from './settings/settings.ts'

export type {
  CallBody,
  CallView,
  ClockView,
  Controls,
  DeliveryView,
  FaultBody,
  FaultView,
  JournalEntryView,
  JournalFilter,
  ResetPart,
  SeedFile,
  Verification,
} from './client/controls.ts'
export { ControlError } from './client/controls.ts'

/** The options of `createSandbox`. */
export interface SandboxOptions {
  /** The initial seed: `demo` (the default), `none`, the path of a JSON file, or a seed object. */
  readonly seed?: string | SeedFile
  /** Stops the clock at a time, ISO 8601 in whole seconds. By default the clock runs. */
  readonly clock?: string
  /** The database file for the state. By default the state is in memory. */
  readonly database?: string
  /** The variants to use, such as `{ 'delete-nothing': '404' }`. */
  readonly variants?: Variants
}

/** A server in this process, with the controls of its namespace `default`. */
export interface TryvoxSandbox extends Controls, AsyncDisposable {
  /** The URL of the server: a free port on 127.0.0.1, or on ::1 if the machine has no IPv4. */
  readonly url: string
  /**
   * Sends a request to the server without a socket; the host of the URL is ignored. A path such as `/v1/…` is enough.
   */
  readonly fetch: typeof fetch
  /** The controls of the namespace that API keys with the suffix `__name` use. */
  namespace(name: string): Controls
  /** Stops the server after it has responded to the requests in flight. */
  close(): Promise<void>
}

/** Starts a sandbox. It does not keep the process alive. Throws a `UsageError` if an option is invalid. */
export async function createSandbox(options: SandboxOptions = {}): Promise<TryvoxSandbox> {
  const versionError = nodeVersionError()
  if (versionError !== null) throw new UsageError(versionError)
  const { seed, clock, database = 'memory', variants, ...unknown } = options
  for (const name of Object.keys(unknown)) {
    throw new UsageError(
      `createSandbox has no option ${name}${didYouMean(name, ['seed', 'clock', 'database', 'variants'])}`,
    )
  }
  await assertNotFaked(fastifySchedulers)
  const [seedName, seedFile] = typeof seed === 'object' ? [undefined, seed] : [seed, undefined]
  const variant = variants && Object.entries(variants).map(([id, value]) => `${id}=${value}`)
  const settings = readSettings({ host: loopback(), port: '0', database, clock, seed: seedName, variant }, {})
  const { app, url } = await start({ settings, seed: seedFile })
  app.server.unref().on('connection', (socket: Partial<Socket>) => socket.unref?.())
  const fetch = createFetch(app.server, url)
  const close = () => keepProcessAlive(assertNotFaked(fastifySchedulers).then(() => app.close()))
  const namespace = (name: string) => createControls(fetch, name)
  return { url, fetch, namespace, close, ...namespace('default'), [Symbol.asyncDispose]: close }
}
