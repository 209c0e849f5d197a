import { hash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import type { onRequestHookHandler } from 'fastify'
import { userAgent } from '../../network/send.ts'
import { controlErrors } from '../control-error.ts'

/** Who may use the controls. */
export interface GuardOptions {
  /** Names that are public by their looks, and yet ours. */
  readonly hosts: readonly string[]
  /** Origins of pages that may use the controls. */
  readonly origins: readonly string[]
  /** What has to be sent as `Authorization: Bearer TOKEN`; null where nothing has. */
  readonly token: string | null
}

/** A page in somebody's browser can reach this machine: by a name that it points here, or from its own site. */
export function guardControls({ hosts, origins, token }: GuardOptions): onRequestHookHandler {
  return ({ headers, method }, _reply, done) => {
    // Else a webhook that sends deliveries would have no end.
    if (headers['user-agent'] === userAgent) throw controlErrors.webhookForbidden()
    if (!isPrivate(headers.host ?? '', hosts)) throw controlErrors.hostForbidden()
    const changes = method !== 'GET' && method !== 'HEAD'
    if (changes && isForeign(headers, origins)) throw controlErrors.originForbidden()
    if (token !== null && !isEqual(`Bearer ${token}`, headers.authorization ?? '')) throw controlErrors.tokenMissing()
    done()
  }
}

/** Compares in constant time: digests have equal lengths, and a client cannot choose how its digest begins. */
function isEqual(expected: string, given: string): boolean {
  return timingSafeEqual(hash('sha256', expected, 'buffer'), hash('sha256', given, 'buffer'))
}

const privateEndings = /\.(localhost|local|internal|test|svc)$/

/** Loopback, an address, a single label as compose gives it, or a name that no public server of names has. */
function isPrivate(host: string, allowed: readonly string[]): boolean {
  const name = host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '')
  if (isIP(name.replace(/^\[|\]$/g, '')) !== 0 || !name.includes('.')) return true
  return privateEndings.test(name) || allowed.includes(name)
}

function isForeign({ host, origin, ...headers }: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  if (origin !== undefined && allowed.includes(origin)) return false
  if (headers['sec-fetch-site'] === 'cross-site') return true
  return origin !== undefined && origin.replace(/^https?:\/\//, '') !== host
}
