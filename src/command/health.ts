import { get } from 'node:http'
import { get as secureGet } from 'node:https'
import { UsageError } from '../base/usage-error.ts'
import { toUrlHost } from '../server/listen.ts'
import type { HealthTask } from '../settings/health-task.ts'
import type { Address, Running } from './find-servers.ts'
import { findServers, realPath } from './find-servers.ts'

/** Refuses where the server that the task means does not take work. */
export async function mustBeReady(task: HealthTask): Promise<void> {
  const address = addressOf(task)
  if (!(await isReady(address))) throw new UsageError(`no server at ${address.host}:${address.port} is ready`)
}

/** That of the flags; else of the server that has the same database or runs in this folder; else of the settings. */
function addressOf({ settings, means }: HealthTask): Address {
  if (means === 'address') return settings
  const servers = findServers(String(process.argv[1]))
  const file = settings.file && realPath('', settings.file)
  const withDatabase = servers.filter(server => file !== null && server.file === file)
  const inFolder = servers.filter(each => each.folder === process.cwd() && (means === 'any' || each.file === file))
  const [one, other] = withDatabase.length > 0 ? withDatabase : inFolder
  if (one !== undefined && other !== undefined) throw severalServers(inFolder)
  return one?.address ?? settings
}

function severalServers(servers: readonly Running[]): UsageError {
  const ports = servers.map(({ address }) => address.port).sort((a, b) => a - b)
  return new UsageError(`several servers run in this folder, at the ports ${ports.join(', ')}; choose one with --port`)
}

/** Whether the server at an address takes work, for a container's health check. */
export function isReady({ host, port, tls }: Address): Promise<boolean> {
  const url = `${tls === null ? 'http' : 'https'}://${toUrlHost(host)}:${port}/readyz`
  const timeout = 2_000
  return new Promise(resolve => {
    // The certificate is of the name that clients know, not of the loopback address.
    const request = tls === null ? get(url, { timeout }) : secureGet(url, { timeout, rejectUnauthorized: false })
    request.on('response', response => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(false))
  })
}
