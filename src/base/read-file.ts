import { closeSync, openSync, readSync } from 'node:fs'

const chunkBytes = 64 * 1024

/**
 * Reads a file of at most `limit` bytes. The file can have an unknown size, such as a pipe or /dev/zero. Throws a system
 * error, or an error with the code EFBIG if the file is larger.
 */
export function readFileUpTo(limit: number, file: string): Buffer {
  const descriptor = openSync(file, 'r')
  try {
    const chunks: Buffer[] = []
    let total = 0
    for (;;) {
      const chunk = Buffer.allocUnsafe(chunkBytes)
      const bytes = readSync(descriptor, chunk)
      if (bytes === 0) return Buffer.concat(chunks, total)
      total += bytes
      if (total > limit) throw Object.assign(new Error(`${file} is larger than ${limit} bytes`), { code: 'EFBIG' })
      chunks.push(chunk.subarray(0, bytes))
    }
  } finally {
    closeSync(descriptor)
  }
}
