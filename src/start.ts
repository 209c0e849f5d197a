import type { FastifyInstance } from 'fastify'
import type { OnUnforeseen } from './http/answer.ts'
import type { Ended } from './http/exchange.ts'
import type { LogLine } from './http/log-line.ts'
import { logged } from './http/log-line.ts'
import { listen } from './listen.ts'
import type { ControlOptions } from './sandbox/control/control.ts'
import { Sandbox } from './sandbox/sandbox.ts'
import { buildServer } from './server.ts'
import type { Settings } from './settings.ts'
import type { StateParts } from './state.ts'
import { openState } from './state.ts'
import { readTls } from './tls.ts'

export interface StartParts extends StateParts {
  readonly version: string
  /** Told of each request that has ended; null where nobody wants to know. */
  readonly write: ((line: LogLine) => void) | null
  readonly onUnforeseen: OnUnforeseen
}

/** A server that listens. */
export interface Started {
  readonly app: FastifyInstance
  readonly url: string
  /** The name of the seed whose state goes on; null where it begins. */
  readonly goesOn: string | null
}

/** Opens the state, puts the sandbox around the API and listens: the whole server, but for the process that it is in. */
export async function start({ version, write, onUnforeseen, ...parts }: StartParts): Promise<Started> {
  const { settings } = parts
  const { worlds, journal, clock, origins } = settings.sandbox
  const { allowOrigins } = origins.length > 0 ? await import('./http/cross-origin.ts') : {}
  const tls = settings.tls && readTls(settings.tls)
  const { store, goesOn } = await openState(parts)
  const sandbox = new Sandbox({ store, limit: worlds, journal, clock, now: Date.now })
  const { app, second } = buildServer({
    store,
    onUnforeseen,
    ended: write === null ? sandbox.ended : both(sandbox.ended, logged(sandbox.isKey, write)),
    sandbox,
    controls: controlsOf(settings, version),
    crossOrigin: allowOrigins?.(origins),
    tls,
  })
  const url = await listen(app, second, settings.host, settings.port).catch(async error => {
    await app.close()
    throw error
  })
  return { app, url, goesOn }
}

function both(first: Ended, then: Ended): Ended {
  return (...exchange) => {
    first(...exchange)
    then(...exchange)
  }
}

function controlsOf(settings: Settings, version: string): ControlOptions | undefined {
  const { controls, ...guard } = settings.sandbox
  return controls ? { ...guard, info: infoOf(settings, version) } : undefined
}

function infoOf({ host, port, file, seed, sandbox }: Settings, version: string) {
  const { worlds, journal, hosts, origins } = sandbox
  const options = { host, port, seed, worlds, journal: journal.world, journal_total: journal.all }
  return { version, database: file ?? 'memory', options: { ...options, allow_host: hosts, allow_origin: origins } }
}
