import { readFileSync } from 'node:fs'
import { createSecureContext } from 'node:tls'
import { Mistake } from '../base/mistake.ts'
import type { Tls } from '../http/listener.ts'

/** Reads a certificate and its key, both PEM files, and sees that they belong together. */
export function readTls({ cert, key }: { readonly cert: string; readonly key: string }): Tls {
  const read = { cert: readPem('--tls-cert', cert), key: readPem('--tls-key', key) }
  try {
    createSecureContext(read)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new Mistake(`--tls-cert ${cert} and --tls-key ${key} are no PEM certificate and its key (${code})`)
  }
  return read
}

function readPem(flag: string, file: string): Buffer {
  try {
    return readFileSync(file)
  } catch (error) {
    throw new Mistake(`${flag} ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`)
  }
}
