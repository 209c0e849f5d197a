import { get } from 'node:http'
import { get as secureGet } from 'node:https'
import { UsageError } from '../base/usage-error.ts'
import { toUrlHost } from '../server/listen.ts'
import type { HealthTask } from '../settings/health-task.ts'
import type { Settings } from '../settings/settings.ts'
import type { FoundServer } from './find-servers.ts'
import { findServers, realPath } from './find-servers.ts'

/** Returns the settings of the server of the task. Throws a `UsageError` if it is not ready. */
export async function assertReady(task: HealthTask): Promise<Settings> {
  const settings = settingsOf(task)
  if (await isReady(settings)) return settings
  throw new UsageError(`the server at ${settings.host}:${settings.port} is not ready`)
}

/**
 * The settings of the server to check: those of the flags if they have an address, else those of the running server with
 * the same database or in this folder, else those of the flags.
 */
function settingsOf({ settings, findBy }: HealthTask): Settings {
  if (findBy === 'address') return settings
  const servers = findServers(String(process.argv[1]))
  const file = settings.file && realPath('', settings.file)
  const withDatabase = servers.filter(server => file !== null && server.file === file)
  const inFolder = servers.filter(each => each.folder === process.cwd() && (findBy === 'any' || each.file === file))
  const [first, second] = withDatabase.length > 0 ? withDatabase : inFolder
  if (first !== undefined && second !== undefined) throw severalServers(inFolder)
  return first?.settings ?? settings
}

function severalServers(servers: readonly FoundServer[]): UsageError {
  const ports = servers.map(server => server.settings.port).sort((a, b) => a - b)
  return new UsageError(`several servers run in this folder, at the ports ${ports.join(', ')}; choose one with --port`)
}

type Address = Pick<Settings, 'host' | 'port' | 'tls'>

/** The URL of the server at an address. */
export function toUrl({ host, port, tls }: Address): string {
  return `${tls === null ? 'http' : 'https'}://${toUrlHost(host)}:${port}`
}

/** Whether the server at an address is ready. */
export function isReady({ host, port, tls }: Address): Promise<boolean> {
  const url = `${toUrl({ host, port, tls })}/readyz`
  const timeout = 2_000
  return new Promise(resolve => {
    // The certificate is for the public host name, not for the loopback address.
    const request = tls === null ? get(url, { timeout }) : secureGet(url, { timeout, rejectUnauthorized: false })
    request.on('response', response => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(false))
  })
}
