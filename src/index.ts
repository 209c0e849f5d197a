import type { Socket } from 'node:net'
import { Mistake } from './base/mistake.ts'
import { didYouMean } from './base/nearest.ts'
import type { Controls, SeedFile } from './client/controls.ts'
import { controlsOver } from './client/controls.ts'
import { fetchThrough } from './client/fetch.ts'
import { held } from './client/keep-alive.ts'
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
  EntryView,
  FaultBody,
  FaultView,
  JournalFilter,
  Part,
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
  readonly readings?: readonly string[]
}

/** A server in this process, and the controls of its world `default`. */
export interface TryvoxSandbox extends Controls, AsyncDisposable {
  /** Where it listens: a free port of 127.0.0.1, or of ::1 on a machine without IPv4. */
  readonly url: string
  /** Calls it without a socket, whatever host the URL names; `/v1/…` alone will do. */
  readonly fetch: typeof fetch
  /** The controls of another world: that of the keys that end in `__name`. */
  world(name: string): Controls
  close(): Promise<void>
}

/** Starts a sandbox. It keeps no process alive. Refuses options that cannot be with an error that says why. */
export async function createSandbox(options: SandboxOptions = {}): Promise<TryvoxSandbox> {
  const wrong = whyNotNode()
  if (wrong !== null) throw new Mistake(wrong)
  const { seed, clock, database = 'memory', readings, ...unknown } = options
  for (const name of Object.keys(unknown)) {
    throw new Mistake(
      `createSandbox has no option ${name}${didYouMean(name, ['seed', 'clock', 'database', 'readings'])}`,
    )
  }
  await mustTick(ofFastify)
  const [name, itself] = typeof seed === 'object' ? [undefined, seed] : [seed, undefined]
  const settings = readSettings({ host: loopback(), port: '0', database, clock, seed: name, reading: readings }, {})
  const { app, url } = await start({ settings, seed: itself })
  app.server.unref().on('connection', (socket: Partial<Socket>) => socket.unref?.())
  const fetch = fetchThrough(app.server, url)
  const close = () => held(mustTick(ofFastify).then(() => app.close()))
  const world = (name: string) => controlsOver(fetch, name)
  return { url, fetch, world, close, ...world('default'), [Symbol.asyncDispose]: close }
}
