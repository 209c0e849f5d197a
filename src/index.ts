import type { Socket } from 'node:net'
import { didYouMean } from './base/suggestion.ts'
import { UsageError } from './base/usage-error.ts'
import type { Controls, SeedFile } from './client/controls.ts'
import { createControls } from './client/controls.ts'
import { fetchThrough } from './client/fetch.ts'
import { keepProcessAlive } from './client/keep-process-alive.ts'
import { mustTick, ofFastify } from './client/ticks.ts'
import { whyNotNode } from './node-version.ts'
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

export interface SandboxOptions {
  /** What it begins with: `demo` unless one says otherwise, `none`, a JSON file, or a seed itself. */
  readonly seed?: string | SeedFile
  /** Where its clock stands still, ISO 8601 in whole seconds; it runs unless one says. */
  readonly clock?: string
  /** A file for its state; in memory unless one says. */
  readonly database?: string
  /** Silences of the vendor to read otherwise: `delete-nothing=404`. */
  readonly variants?: readonly string[]
}

/** A server in this process, and the controls of its namespace `default`. */
export interface TryvoxSandbox extends Controls, AsyncDisposable {
  /** Where it listens: a free port of 127.0.0.1, or of ::1 on a machine without IPv4. */
  readonly url: string
  /** Calls it without a socket, whatever host the URL names; `/v1/…` alone will do. */
  readonly fetch: typeof fetch
  /** The controls of another namespace: that of the keys that end in `__name`. */
  namespace(name: string): Controls
  close(): Promise<void>
}

/** Starts a sandbox. It keeps no process alive. Refuses options that cannot be with an error that says why. */
export async function createSandbox(options: SandboxOptions = {}): Promise<TryvoxSandbox> {
  const wrong = whyNotNode()
  if (wrong !== null) throw new UsageError(wrong)
  const { seed, clock, database = 'memory', variants, ...unknown } = options
  for (const name of Object.keys(unknown)) {
    throw new UsageError(
      `createSandbox has no option ${name}${didYouMean(name, ['seed', 'clock', 'database', 'variants'])}`,
    )
  }
  await mustTick(ofFastify)
  const [name, itself] = typeof seed === 'object' ? [undefined, seed] : [seed, undefined]
  const settings = readSettings({ host: loopback(), port: '0', database, clock, seed: name, variant: variants }, {})
  const { app, url } = await start({ settings, seed: itself })
  app.server.unref().on('connection', (socket: Partial<Socket>) => socket.unref?.())
  const fetch = fetchThrough(app.server, url)
  const close = () => keepProcessAlive(mustTick(ofFastify).then(() => app.close()))
  const namespace = (name: string) => createControls(fetch, name)
  return { url, fetch, namespace, close, ...namespace('default'), [Symbol.asyncDispose]: close }
}
