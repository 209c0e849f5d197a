import type { FastifyInstance } from 'fastify'
import { dateNow } from '../base/timers.ts'
import type { Variants } from '../behaviors/variant.ts'
import { variants } from '../behaviors/variant.ts'
import type { LogLine } from '../http/log-line.ts'
import { logRequests } from '../http/log-line.ts'
import type { OnUnexpectedError } from '../http/request-context.ts'
import { lookup } from '../network/address.ts'
import { printError } from '../report/print.ts'
import type { ControlOptions } from '../sandbox/control/control.ts'
import type { FaultSet } from '../sandbox/fault.ts'
import { Sandbox } from '../sandbox/sandbox.ts'
import { backoff } from '../sandbox/webhook-sender.ts'
import type { Settings } from '../settings/settings.ts'
import { listen } from './listen.ts'
import { buildServer } from './server.ts'
import type { StateOptions } from './state.ts'
import { openState } from './state.ts'
import { readTls } from './tls.ts'
import { readVersion } from './version.ts'

export interface StartOptions extends StateOptions {
  /** Called with the log line of each request that has ended. */
  readonly writeLogLine?: (line: LogLine) => void
  readonly onUnexpectedError?: OnUnexpectedError
  readonly globalFaults?: FaultSet | undefined
}

/** A server that is listening. */
interface StartedServer {
  readonly app: FastifyInstance
  readonly url: string
  /** The name of the seed that the existing state started from; null if the state is new. */
  readonly resumedSeed: string | null
  readonly sandbox: Sandbox
}

/**
 * Opens the state, assembles the server with its sandbox, and listens. The caller handles signals and the process exit.
 */
export async function start({
  writeLogLine,
  onUnexpectedError = printError,
  globalFaults,
  ...options
}: StartOptions): Promise<StartedServer> {
  const { settings } = options
  const { namespaces, journal, clock, origins, anywhere } = settings.sandbox
  // Few servers allow other origins, so the CORS library is loaded only if needed, to keep startup fast.
  const crossOrigin = origins.length > 0 ? (await import('../http/cross-origin.ts')).allowOrigins(origins) : undefined
  const tls = settings.tls && readTls(settings.tls)
  const { store, resumedSeed } = await openState(options)
  // A server has process id 1 only in a container. Marker files of container engines are less reliable: they exist
  // elsewhere too.
  const deliver = { lookup, anywhere, inContainer: process.pid === 1, backoff }
  const sandbox = new Sandbox({
    store,
    limit: namespaces,
    journal,
    clock,
    deliver,
    now: dateNow,
    globalFaults,
    onUnexpectedError,
  })
  const { app, secondServer } = buildServer({
    store,
    onUnexpectedError,
    onRequestEnd: writeLogLine && logRequests(writeLogLine),
    sandbox,
    variants: settings.variants,
    controls: toControlOptions(settings),
    crossOrigin,
    tls,
  })
  const url = await listen(app, secondServer, settings.host, settings.port).catch(async error => {
    await app.close()
    throw error
  })
  return { app, url, resumedSeed, sandbox }
}

function toControlOptions(settings: Settings): ControlOptions | undefined {
  const { controls, ...guard } = settings.sandbox
  return controls ? { ...guard, info: toInfo(settings) } : undefined
}

function toInfo({ host, port, file, seed, variants: selected, sandbox }: Settings) {
  const { namespaces, journal, hosts, origins, anywhere } = sandbox
  const options = { host, port, seed, namespaces, journal: journal.namespace, journal_total: journal.all }
  return {
    version: readVersion(),
    database: file ?? 'memory',
    variants: variantsInUse(selected),
    options: { ...options, allow_host: hosts, allow_origin: origins, deliver_anywhere: anywhere },
  }
}

/** The current value of each variant. */
function variantsInUse(selected: Variants): Record<string, string> {
  const defaults = Object.fromEntries(Object.entries(variants).map(([id, variant]) => [id, variant.default]))
  return { ...defaults, ...selected }
}
