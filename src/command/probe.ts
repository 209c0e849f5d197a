import { get } from 'node:http'
import { get as secureGet } from 'node:https'
import { Mistake } from '../base/mistake.ts'
import { reachable } from '../server/listen.ts'
import type { Settings } from '../settings/settings.ts'

/** Refuses where no server at these settings takes work. */
export async function mustBeReady(settings: Where): Promise<void> {
  if (!(await isReady(settings))) throw new Mistake(`no server at ${settings.host}:${settings.port} is ready`)
}

type Where = Pick<Settings, 'host' | 'port' | 'tls'>

/** Whether the server at these settings takes work, for a container's health check. */
export function isReady({ host, port, tls }: Where): Promise<boolean> {
  const url = `${tls === null ? 'http' : 'https'}://${reachable(host)}:${port}/readyz`
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
