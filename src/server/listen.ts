import type { Server } from 'node:http'
import { Server as SecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { networkInterfaces } from 'node:os'
import type { FastifyInstance } from 'fastify'
import { UsageError } from '../base/usage-error.ts'

/**
 * Listens on an address and returns the URL. For `localhost` listens on both loopback addresses, if the machine has
 * both. Throws a `UsageError` if the address or the port cannot be used.
 */
export async function listen(
  app: FastifyInstance,
  secondServer: Server,
  host: string,
  port: number,
  loopbackAddress = loopback(),
): Promise<string> {
  const primaryHost = host === 'localhost' ? loopbackAddress : host
  try {
    await app.listen({ host: primaryHost, port })
    const { port: boundPort } = app.server.address() as AddressInfo
    if (host === 'localhost' && primaryHost !== '::1') await listenIfAvailable(secondServer, '::1', boundPort)
    return `${app.server instanceof SecureServer ? 'https' : 'http'}://${toUrlHost(primaryHost)}:${boundPort}`
  } catch (error) {
    throw toUsageError(error, host, port)
  }
}

/** The host to use in a URL, on this machine, for a server that listens on `host`. */
export function toUrlHost(host: string): string {
  const address = host === 'localhost' || host === '0.0.0.0' || host === '::' ? loopback() : host
  return address.includes(':') ? `[${address}]` : address
}

/** The loopback address of this machine: 127.0.0.1, or ::1 if the machine has no IPv4. */
export function loopback(interfaces = networkInterfaces): string {
  try {
    const addresses = Object.values(interfaces())
      .flat()
      .filter(address => address?.internal)
    return addresses.length > 0 && addresses.every(address => address?.family === 'IPv6') ? '::1' : '127.0.0.1'
  } catch {
    // Some systems, such as Android, do not list their interfaces.
    return '127.0.0.1'
  }
}

/** Whether a server that listens on `host` can be reached only from this machine. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127\..*|::1)$/.test(host)
}

/** Listens on an address unless the machine does not have it, as when it has no IPv6. */
function listenIfAvailable(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT' ? resolve() : reject(error),
    )
    server.listen({ host, port }, resolve)
  })
}

/** Turns a system error about an address or a port into a `UsageError`; returns any other error unchanged. */
export function toUsageError(error: unknown, host: string, port: number): unknown {
  const { code, syscall } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE')
    return new UsageError(`port ${port} is in use; stop the process that listens on it, or choose another --port`)
  if (code === 'EACCES')
    return new UsageError(`this user is not allowed to listen on port ${port}; choose a --port above 1023`)
  if (syscall === 'getaddrinfo' || code === 'EADDRNOTAVAIL' || code === 'EINVAL') {
    return new UsageError(`${host} is not an address of this machine; choose another --host`)
  }
  return error
}
