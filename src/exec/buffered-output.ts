import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'

/** The maximum number of bytes that are buffered of each output. Earlier bytes are dropped. */
const maxBytes = 1024 * 1024

/**
 * Buffers the standard output and error of a child process. The returned function writes them to those of this process.
 */
export function bufferOutput({ stdout, stderr }: ChildProcess): () => void {
  const [out, err] = [keepEnd(stdout), keepEnd(stderr)]
  return () => {
    process.stdout.write(Buffer.concat(out))
    process.stderr.write(Buffer.concat(err))
  }
}

function keepEnd(output: Readable | null): readonly Buffer[] {
  const chunks: Buffer[] = []
  let bytes = 0
  output?.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    bytes += chunk.length
    for (; bytes > maxBytes; chunks.shift()) bytes -= Number(chunks[0]?.length)
  })
  return chunks
}
