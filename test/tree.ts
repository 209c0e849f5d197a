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

/** The tests of these folders in one process: to start one for each file would take longer than the tests. */
export async function suite(...folders: string[]): Promise<void> {
  for (const folder of folders) {
    for (const { path } of files(`test/${folder}/*.test.ts`)) await import(new URL(path, root).href)
  }
}
