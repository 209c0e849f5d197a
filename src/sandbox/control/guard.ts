import { hash, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import { isIP } from 'node:net'
import type { onRequestHookHandler } from 'fastify'
import { userAgent } from '../../network/send.ts'
import { controlErrors } from '../control-error.ts'

/** The hosts, origins and token that give access to the control API. */
export interface GuardOptions {
  /** Host names to accept in addition to private ones. */
  readonly hosts: readonly string[]
  /** Origins whose pages can use the control API. */
  readonly origins: readonly string[]
  /** The token that requests must send as `Authorization: Bearer TOKEN`; null if none is required. */
  readonly token: string | null
}

/**
 * Protects the control API from web pages: a page can reach this machine through a host name that resolves to it (DNS
 * rebinding), or by a cross-origin request.
 */
export function guardControls({ hosts, origins, token }: GuardOptions): onRequestHookHandler {
  return ({ headers, method }, _reply, done) => {
    // A webhook that points at the control API could send deliveries without end.
    if (headers['user-agent'] === userAgent) throw controlErrors.webhookForbidden()
    if (!isPrivate(headers.host ?? '', hosts)) throw controlErrors.hostForbidden()
    const changes = method !== 'GET' && method !== 'HEAD'
    if (changes && isCrossOrigin(headers, origins)) throw controlErrors.originForbidden()
    if (token !== null && !isEqualInConstantTime(`Bearer ${token}`, headers.authorization ?? ''))
      throw controlErrors.tokenMissing()
    done()
  }
}

/** Compares in constant time: digests have equal lengths, and a client cannot choose the first bytes of its digest. */
function isEqualInConstantTime(expected: string, actual: string): boolean {
  return timingSafeEqual(hash('sha256', expected, 'buffer'), hash('sha256', actual, 'buffer'))
}

const privateSuffixes = /\.(localhost|local|internal|test|svc)$/

/**
 * Whether the host is an IP address, a single label as in Docker Compose, or has a suffix that public DNS does not
 * have.
 */
function isPrivate(host: string, allowed: readonly string[]): boolean {
  const name = host.toLowerCase().replace(/:\d+$/, '').replace(/\.$/, '')
  if (isIP(name.replace(/^\[|\]$/g, '')) !== 0 || !name.includes('.')) return true
  return privateSuffixes.test(name) || allowed.includes(name)
}

function isCrossOrigin({ host, origin, ...headers }: IncomingHttpHeaders, allowed: readonly string[]): boolean {
  if (origin !== undefined && allowed.includes(origin)) return false
  if (headers['sec-fetch-site'] === 'cross-site') return true
  return origin !== undefined && origin.replace(/^https?:\/\//, '') !== host
}
