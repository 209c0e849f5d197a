import { get } from 'node:http'
import { get as secureGet } from 'node:https'
import { reachable } from './listen.ts'
import type { Settings } from './settings.ts'

/** Whether the server at these settings takes work, for a container's health check. */
export function isReady({ host, port, tls }: Pick<Settings, 'host' | 'port' | 'tls'>): Promise<boolean> {
  const where = { host: reachable(host), port, path: '/readyz', timeout: 2_000 }
  return new Promise(resolve => {
    // The certificate is of the name that clients know, not of the loopback address.
    const request = tls === null ? get(where) : secureGet({ ...where, rejectUnauthorized: false })
    request.on('response', response => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(false))
  })
}
