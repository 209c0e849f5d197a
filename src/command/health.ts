import { get } from 'node:http'
import { get as secureGet } from 'node:https'
import { UsageError } from '../base/usage-error.ts'
import { toUrlHost } from '../server/listen.ts'
import type { HealthTask } from '../settings/health-task.ts'
import type { Address, FoundServer } from './find-servers.ts'
import { findServers, realPath } from './find-servers.ts'

/** Throws a `UsageError` if the server of the task is not ready. */
export async function assertReady(task: HealthTask): Promise<void> {
  const address = addressOf(task)
  if (!(await isReady(address))) throw new UsageError(`the server at ${address.host}:${address.port} is not ready`)
}

/**
 * The address to check: the one of the flags if they set it, else that of the running server with the same database or
 * in this folder, else the one of the settings.
 */
function addressOf({ settings, findBy }: HealthTask): Address {
  if (findBy === 'address') return settings
  const servers = findServers(String(process.argv[1]))
  const file = settings.file && realPath('', settings.file)
  const withDatabase = servers.filter(server => file !== null && server.file === file)
  const inFolder = servers.filter(each => each.folder === process.cwd() && (findBy === 'any' || each.file === file))
  const [first, second] = withDatabase.length > 0 ? withDatabase : inFolder
  if (first !== undefined && second !== undefined) throw severalServers(inFolder)
  return first?.address ?? settings
}

function severalServers(servers: readonly FoundServer[]): UsageError {
  const ports = servers.map(({ address }) => address.port).sort((a, b) => a - b)
  return new UsageError(`several servers run in this folder, at the ports ${ports.join(', ')}; choose one with --port`)
}

/** Whether the server at an address is ready. */
export function isReady({ host, port, tls }: Address): Promise<boolean> {
  const url = `${tls === null ? 'http' : 'https'}://${toUrlHost(host)}:${port}/readyz`
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
