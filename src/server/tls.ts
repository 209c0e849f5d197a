import { createPrivateKey, X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { readFileUpTo } from '../base/read-file.ts'
import { UsageError } from '../base/usage-error.ts'
import type { Tls } from '../http/listener.ts'

/** Reads a certificate and its private key, both PEM files. Throws a `UsageError` if they do not match. */
export function readTls({ cert, key }: { readonly cert: string; readonly key: string }): Tls {
  const pem = { cert: readPem('--tls-cert', cert), key: readPem('--tls-key', key) }
  try {
    createSecureContext(pem)
    // `createSecureContext` accepts a key of another type than the certificate's, but then every handshake would fail.
    if (!new X509Certificate(pem.cert).checkPrivateKey(createPrivateKey(pem.key))) throw new Error('they do not match')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new UsageError(
      `--tls-cert ${cert} and --tls-key ${key} must be a PEM certificate and its private key (${code ?? message})`,
    )
  }
  return pem
}

const maxPemBytes = 1024 * 1024

function readPem(flag: string, file: string): Buffer {
  try {
    return readFileUpTo(maxPemBytes, file)
  } catch (error) {
    throw new UsageError(`${flag} ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}
