import type { ChildProcess } from 'node:child_process'
import type { Readable } from 'node:stream'

/** Of what a program prints, so much is held, of each of its outputs. */
const heldBytes = 1024 * 1024

/** Keeps the end of what it prints, where that comes here, until it is released. */
export function hold({ stdout, stderr }: ChildProcess): () => void {
  const [out, err] = [holdEnd(stdout), holdEnd(stderr)]
  return () => {
    process.stdout.write(Buffer.concat(out))
    process.stderr.write(Buffer.concat(err))
  }
}

function holdEnd(output: Readable | null): readonly Buffer[] {
  const chunks: Buffer[] = []
  let bytes = 0
  output?.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    bytes += chunk.length
    for (; bytes > heldBytes; chunks.shift()) bytes -= Number(chunks[0]?.length)
  })
  return chunks
}
