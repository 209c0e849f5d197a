import type { FastifyInstance } from 'fastify'
import { dateNow } from '../base/timers.ts'
import type { OnUnforeseen } from '../http/exchange.ts'
import type { LogLine } from '../http/log-line.ts'
import { logged } from '../http/log-line.ts'
import type { ReadingId, Readings } from '../ledger/reading.ts'
import { readings } from '../ledger/reading.ts'
import { lookup } from '../network/address.ts'
import { sayError } from '../report/say.ts'
import type { ControlOptions } from '../sandbox/control/control.ts'
import { backoff } from '../sandbox/deliverer.ts'
import type { Faults } from '../sandbox/fault.ts'
import { Sandbox } from '../sandbox/sandbox.ts'
import type { Settings } from '../settings/settings.ts'
import { listen } from './listen.ts'
import { buildServer } from './server.ts'
import type { StateParts } from './state.ts'
import { openState } from './state.ts'
import { readTls } from './tls.ts'
import { readVersion } from './version.ts'

export interface StartParts extends StateParts {
  /** Told of each request that has ended. */
  readonly write?: (line: LogLine) => void
  readonly onUnforeseen?: OnUnforeseen
  readonly standing?: Faults | undefined
}

/** A server that listens. */
interface Started {
  readonly app: FastifyInstance
  readonly url: string
  /** The name of the seed whose state goes on; null where it begins. */
  readonly goesOn: string | null
  readonly sandbox: Sandbox
}

/** Opens the state, puts the sandbox around the API and listens: the whole server, but for the process that it is in. */
export async function start({ write, onUnforeseen = sayError, standing, ...parts }: StartParts): Promise<Started> {
  const { settings } = parts
  const { worlds, journal, clock, origins, anywhere } = settings.sandbox
  // Nearly no server needs it: the library is not to cost a start.
  const crossOrigin = origins.length > 0 ? (await import('../http/cross-origin.ts')).allowOrigins(origins) : undefined
  const tls = settings.tls && readTls(settings.tls)
  const { store, goesOn } = await openState(parts)
  // Only in a container is a server process number 1; the files that container engines leave are on other machines too.
  const deliver = { lookup, anywhere, inContainer: process.pid === 1, backoff }
  const sandbox = new Sandbox({ store, limit: worlds, journal, clock, deliver, now: dateNow, standing, onUnforeseen })
  const { app, second } = buildServer({
    store,
    onUnforeseen,
    ended: write && logged(write),
    sandbox,
    readings: settings.readings,
    controls: controlsOf(settings),
    crossOrigin,
    tls,
  })
  const url = await listen(app, second, settings.host, settings.port).catch(async error => {
    await app.close()
    throw error
  })
  return { app, url, goesOn, sandbox }
}

function controlsOf(settings: Settings): ControlOptions | undefined {
  const { controls, ...guard } = settings.sandbox
  return controls ? { ...guard, info: infoOf(settings) } : undefined
}

function infoOf({ host, port, file, seed, readings: chosen, sandbox }: Settings) {
  const { worlds, journal, hosts, origins, anywhere } = sandbox
  const options = { host, port, seed, worlds, journal: journal.world, journal_total: journal.all }
  return {
    version: readVersion(),
    database: file ?? 'memory',
    readings: shownReadings(chosen),
    options: { ...options, allow_host: hosts, allow_origin: origins, deliver_anywhere: anywhere },
  }
}

/** How each silence is read. */
function shownReadings(chosen: Readings): Record<string, string> {
  const all = Object.entries(readings).map(([id, { decided, other }]) => [
    id,
    chosen.has(id as ReadingId) ? other : decided,
  ])
  return Object.fromEntries(all)
}
