import type { ConformanceTarget } from '../../src/conformance/api.ts'
import { parts } from '../../src/conformance/check.ts'
import type { ConformanceRun, Result } from '../../src/conformance/run.ts'
import { runChecks } from '../../src/conformance/run.ts'
import { fromIso, toIso } from '../../src/domain/clock.ts'
import type { TestServer } from '../server.ts'
import { key } from '../server.ts'

/** The records of the demo seed to use. */
export const demoTarget: Omit<ConformanceTarget, 'url'> = {
  key,
  account: 'acc_123abc',
  number: '+14155551234',
  trunk: 'trunk_abc123',
  application: 'app_xyz789',
  foreignTrunk: 'trunk_def456',
}

export interface ConformanceReport {
  readonly results: readonly Result[]
  /** The changes that could not be restored. */
  readonly leftovers: readonly string[]
}

/** Runs all checks, or some, against a server on a port. */
export async function conformance(port: number, options: Partial<ConformanceRun> = {}): Promise<ConformanceReport> {
  const results: Result[] = []
  const leftovers = await runChecks({
    target: { ...demoTarget, url: urlOf(port) },
    parts,
    nextSecond: async () => {},
    stop: new AbortController().signal,
    onResult: result => results.push(result),
    ...options,
  })
  return { results, leftovers }
}

/** Advances the clock of a test server when a check waits for the next second. */
export function advancingClock(server: TestServer): () => Promise<void> {
  return async () => {
    server.now = toIso(fromIso(server.now) + 1_000)
  }
}

export function ids({ results }: ConformanceReport, outcome: Result['outcome']): string[] {
  return results.filter(result => result.outcome === outcome).map(({ id }) => id)
}

export function urlOf(port: number): string {
  return `http://127.0.0.1:${port}`
}
