import type { Socket } from 'node:net'
import type { Controls, SeedFile } from './controls.ts'
import { controlsOver } from './controls.ts'
import { fetchThrough } from './fetch.ts'
import { readSettings } from './settings.ts'
import { start } from './start.ts'
import { readVersion } from './version.ts'

export * from './controls.ts'

export interface SandboxOptions {
  /** What it begins with: `demo` unless one says otherwise, `none`, a JSON file, or a seed itself. */
  readonly seed?: string | SeedFile
  /** Where its clock stands still, ISO 8601 in whole seconds; it runs unless one says. */
  readonly clock?: string
  /** A file for its state; in memory unless one says. */
  readonly database?: string
}

/** A server in this process, and the controls of its world `default`. */
export interface TryvoxSandbox extends Controls, AsyncDisposable {
  /** Where it listens: a free port of 127.0.0.1. */
  readonly url: string
  /** Calls it without a socket, whatever host the URL names; `/v1/…` alone will do. */
  readonly fetch: typeof fetch
  /** The controls of another world: that of the keys that end in `__name`. */
  world(name: string): Controls
  close(): Promise<void>
}

/** Starts a sandbox. It keeps no process alive. Refuses options that cannot be with an error that says why. */
export async function createSandbox(options: SandboxOptions = {}): Promise<TryvoxSandbox> {
  const { seed, clock, database = 'memory' } = options
  const given = typeof seed === 'object' ? { seed } : {}
  const settings = readSettings(
    { host: '127.0.0.1', port: '0', database, clock, seed: typeof seed === 'object' ? undefined : seed },
    {},
  )
  const parts = {
    settings,
    version: readVersion(),
    write: null,
    onUnforeseen: console.error,
    onLost: console.error,
    ...given,
  }
  const { app, url } = await start(parts)
  app.server.unref().on('connection', (socket: Partial<Socket>) => socket.unref?.())
  const fetch = fetchThrough(app.server, url)
  const close = () => app.close()
  const world = (name: string) => controlsOver(fetch, name)
  return { url, fetch, world, close, ...world('default'), [Symbol.asyncDispose]: close }
}
