import { globSync, readFileSync } from 'node:fs'

const root = new URL('../', import.meta.url)

export interface SourceFile {
  /** Relative to the root of the project. */
  readonly path: string
  readonly text: string
}

/** The files of the project that match a glob pattern. */
export function files(pattern: string): SourceFile[] {
  return globSync(pattern, { cwd: root })
    .sort()
    .map(path => ({ path, text: read(path) }))
}

export function read(path: string): string {
  return readFileSync(new URL(path, root), 'utf8')
}

/**
 * Runs the tests of these folders in one process. Starting a process for each file would take longer than the tests.
 */
export async function suite(...folders: string[]): Promise<void> {
  for (const folder of folders) {
    for (const { path } of files(`test/${folder}/*.test.ts`)) await import(new URL(path, root).href)
  }
}
