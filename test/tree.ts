import { globSync, readFileSync } from 'node:fs'

const root = new URL('../', import.meta.url)

export interface SourceFile {
  /** From the project's root. */
  readonly path: string
  readonly text: string
}

/** The project's own files that match a pattern, as they stand. */
export function files(pattern: string): SourceFile[] {
  return globSync(pattern, { cwd: root })
    .sort()
    .map(path => ({ path, text: read(path) }))
}

export function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8')
}
