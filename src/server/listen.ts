import type { Server } from 'node:http'
import { Server as SecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { FastifyInstance } from 'fastify'
import { UsageError } from '../base/usage-error.ts'

/** Listens on an address, or for `localhost` on both loopback addresses where there are two, and gives the URL. */
export async function listen(
  app: FastifyInstance,
  second: Server,
  host: string,
  port: number,
  local = loopback(),
): Promise<string> {
  const first = host === 'localhost' ? local : host
  try {
    await app.listen({ host: first, port })
    const { port: bound } = app.server.address() as AddressInfo
    if (host === 'localhost' && first !== '::1') await listenIfThere(second, '::1', bound)
    return `${app.server instanceof SecureServer ? 'https' : 'http'}://${reachable(first)}:${bound}`
  } catch (error) {
    throw explain(error, host, port)
  }
}

/** Where a client on this machine finds a server that listens on `host`. */
export function reachable(host: string): string {
  const address = host === 'localhost' || host === '0.0.0.0' || host === '::' ? loopback() : host
  return address.includes(':') ? `[${address}]` : address
}

/** The loopback address of this machine: 127.0.0.1, or ::1 where that is the only one. */
export function loopback(interfaces = networkInterfaces): string {
  try {
    const found = Object.values(interfaces())
      .flat()
      .filter(address => address?.internal)
    return found.length > 0 && found.every(address => address?.family === 'IPv6') ? '::1' : '127.0.0.1'
  } catch {
    // Not every system tells: Android does not.
    return '127.0.0.1'
  }
}

/** Whether only this machine can reach what listens there. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127\..*|::1)$/.test(host)
}

/** A machine without IPv6 is no error. */
function listenIfThere(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT' ? resolve() : reject(error),
    )
    server.listen({ host, port }, resolve)
  })
}

/** The line for what the system says of an address; an error of another kind comes back as it is. */
export function explain(error: unknown, host: string, port: number): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return new UsageError(`port ${port} is in use; stop what listens there, or choose another --port`)
  if (code === 'EACCES') return new UsageError(`port ${port} is not open to this user; choose a --port above 1023`)
  if (syscall === 'getaddrinfo' || code === 'EADDRNOTAVAIL' || code === 'EINVAL') {
    return new UsageError(`${host} is no address of this machine; choose another --host`)
  }
  return error
}
