import { get } from 'node:http'
import { reachable } from './listen.ts'
import type { Settings } from './settings.ts'

/** Whether the server at these settings takes work, for a container's health check. */
export function isReady({ host, port }: Pick<Settings, 'host' | 'port'>): Promise<boolean> {
  return new Promise(resolve => {
    const request = get(`http://${reachable(host)}:${port}/readyz`, { timeout: 2_000 }, response => {
      response.resume()
      resolve(response.statusCode === 200)
    })
    request.on('timeout', () => request.destroy())
    request.on('error', () => resolve(false))
  })
}
