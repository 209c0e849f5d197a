import { createPrivateKey, X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { readFileUpTo } from '../base/read-file.ts'
import { UsageError } from '../base/usage-error.ts'
import type { Tls } from '../http/listener.ts'

/** Reads a certificate and its key, both PEM files, and sees that they belong together. */
export function readTls({ cert, key }: { readonly cert: string; readonly key: string }): Tls {
  const read = { cert: readPem('--tls-cert', cert), key: readPem('--tls-key', key) }
  try {
    createSecureContext(read)
    // It accepts a key of another type than the certificate's, with which every handshake would fail.
    if (!new X509Certificate(read.cert).checkPrivateKey(createPrivateKey(read.key)))
      throw new Error('they do not match')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    throw new UsageError(
      `--tls-cert ${cert} and --tls-key ${key} are no PEM certificate and its key (${code ?? message})`,
    )
  }
  return read
}

const largestPem = 1024 * 1024

function readPem(flag: string, file: string): Buffer {
  try {
    return readFileUpTo(largestPem, file)
  } catch (error) {
    throw new UsageError(`${flag} ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}
