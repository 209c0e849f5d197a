import type { RunningServer } from './contestant.ts'
import { isCorrect } from './contestant.ts'
import type { Load, LoadResult } from './wrk.ts'
import { send } from './wrk.ts'

/** How many rounds to run, and how long each turn takes. */
export interface Durations {
  readonly rounds: number
  readonly seconds: number
}

/** The results of each server, by name, round by round. */
export type Measurements = ReadonlyMap<string, readonly LoadResult[]>

/**
 * Measures the servers in turns, round by round (A B C A B C), so that a slow phase of the machine affects all of them.
 * All other servers are suspended meanwhile. The first round warms them up and is not counted.
 */
export async function takeTurns(
  servers: readonly RunningServer[],
  load: (server: RunningServer) => Omit<Load, 'seconds'>,
  { rounds, seconds }: Durations,
): Promise<Measurements> {
  const measurements = new Map<string, LoadResult[]>(servers.map(({ name }) => [name, []]))
  for (const server of servers) server.suspend()
  for (let round = 0; round <= rounds; round++) {
    // Each round starts with another server, because the first one can suffer from the load of the last one.
    const first = round % servers.length
    for (const server of [...servers.slice(first), ...servers.slice(0, first)]) {
      server.resume()
      const result = await measureTurn(server, { ...load(server), turn: round, seconds: round === 0 ? 1 : seconds })
      server.suspend()
      if (round > 0) measurements.get(server.name)?.push(result)
    }
    process.stderr.write(`round ${round} of ${rounds}${process.stderr.isTTY ? '\r' : '\n'}`)
  }
  for (const server of servers) server.resume()
  return measurements
}

const [sampleSize, maxAttempts] = [20, 3]

/** Repeats a turn that had an incorrect response. */
async function measureTurn(server: RunningServer, load: Load, attemptsLeft = maxAttempts): Promise<LoadResult> {
  const result = await send(server.port, load)
  const { name, port, kind } = server
  const sample = await Promise.all(Array.from({ length: sampleSize }, (_, at) => isCorrect(port, kind, at)))
  if (result.failed === 0 && result.rate > 0 && !sample.includes(false)) return result
  const incorrect = sample.filter(isCorrect => !isCorrect).length
  const problem = `${name}: ${result.failed} responses were not 2xx, ${incorrect} of ${sampleSize} not as documented`
  if (attemptsLeft === 1) throw new Error(problem)
  console.log(`repeating the turn: ${problem}`)
  return measureTurn(server, load, attemptsLeft - 1)
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

/** The ratio of two lists of values, round by round: median, minimum and maximum. */
export function ratio(values: readonly number[], others: readonly number[]): string {
  const pairs = values.map((value, round) => value / (others[round] ?? Number.NaN))
  const [low, middle, high] = [Math.min(...pairs), median(pairs), Math.max(...pairs)]
  return `${middle.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`
}
