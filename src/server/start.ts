import type { FastifyInstance } from 'fastify'
import { dateNow } from '../base/timers.ts'
import type { VariantId, Variants } from '../behaviors/variant.ts'
import { variants } from '../behaviors/variant.ts'
import type { LogLine } from '../http/log-line.ts'
import { logged } from '../http/log-line.ts'
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
import type { StateParts } from './state.ts'
import { openState } from './state.ts'
import { readTls } from './tls.ts'
import { readVersion } from './version.ts'

export interface StartParts extends StateParts {
  /** Told of each request that has ended. */
  readonly write?: (line: LogLine) => void
  readonly onUnexpectedError?: OnUnexpectedError
  readonly globalFaults?: FaultSet | undefined
}

/** A server that listens. */
interface Started {
  readonly app: FastifyInstance
  readonly url: string
  /** The name of the seed whose state goes on; null where it begins. */
  readonly resumedSeed: string | null
  readonly sandbox: Sandbox
}

/** Opens the state, puts the sandbox around the API and listens: the whole server, but for the process that it is in. */
export async function start({
  write,
  onUnexpectedError = printError,
  globalFaults,
  ...parts
}: StartParts): Promise<Started> {
  const { settings } = parts
  const { namespaces, journal, clock, origins, anywhere } = settings.sandbox
  // Nearly no server needs it: the library is not to cost a start.
  const crossOrigin = origins.length > 0 ? (await import('../http/cross-origin.ts')).allowOrigins(origins) : undefined
  const tls = settings.tls && readTls(settings.tls)
  const { store, resumedSeed } = await openState(parts)
  // Only in a container is a server process number 1; the files that container engines leave are on other machines too.
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
  const { app, second } = buildServer({
    store,
    onUnexpectedError,
    onRequestEnd: write && logged(write),
    sandbox,
    variants: settings.variants,
    controls: controlsOf(settings),
    crossOrigin,
    tls,
  })
  const url = await listen(app, second, settings.host, settings.port).catch(async error => {
    await app.close()
    throw error
  })
  return { app, url, resumedSeed, sandbox }
}

function controlsOf(settings: Settings): ControlOptions | undefined {
  const { controls, ...guard } = settings.sandbox
  return controls ? { ...guard, info: infoOf(settings) } : undefined
}

function infoOf({ host, port, file, seed, variants: chosen, sandbox }: Settings) {
  const { namespaces, journal, hosts, origins, anywhere } = sandbox
  const options = { host, port, seed, namespaces, journal: journal.namespace, journal_total: journal.all }
  return {
    version: readVersion(),
    database: file ?? 'memory',
    variants: variantsInUse(chosen),
    options: { ...options, allow_host: hosts, allow_origin: origins, deliver_anywhere: anywhere },
  }
}

/** How each silence is read. */
function variantsInUse(chosen: Variants): Record<string, string> {
  const all = Object.entries(variants).map(([id, { default: initial, alternative }]) => [
    id,
    chosen.has(id as VariantId) ? alternative : initial,
  ])
  return Object.fromEntries(all)
}
