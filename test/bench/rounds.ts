import type { Running } from './contestant.ts'
import { isRight } from './contestant.ts'
import type { Load, Result } from './wrk.ts'
import { send } from './wrk.ts'

export interface Lengths {
  readonly rounds: number
  readonly seconds: number
}

/** What was seen of one server, round by round. */
export type Seen = ReadonlyMap<string, readonly Result[]>

/**
 * All in turn, round by round, so that what slows the machine for a while slows each of them: A B C A B C. Who has not
 * its turn is held. A first turn of each warms it up and is not counted.
 */
export async function takeTurns(
  runnings: readonly Running[],
  load: (running: Running) => Omit<Load, 'seconds'>,
  { rounds, seconds }: Lengths,
): Promise<Seen> {
  const seen = new Map<string, Result[]>(runnings.map(({ name }) => [name, []]))
  for (const running of runnings) running.hold()
  for (let round = 0; round <= rounds; round++) {
    // Another is the first of each round, for the first one may suffer from the last.
    const first = round % runnings.length
    for (const running of [...runnings.slice(first), ...runnings.slice(0, first)]) {
      running.release()
      const result = await oneTurn(running, { ...load(running), turn: round, seconds: round === 0 ? 1 : seconds })
      running.hold()
      if (round > 0) seen.get(running.name)?.push(result)
    }
    process.stderr.write(`round ${round} of ${rounds}${process.stderr.isTTY ? '\r' : '\n'}`)
  }
  for (const running of runnings) running.release()
  return seen
}

const [sampled, tries] = [20, 3]

/** A run in which an answer was wrong is void, and is made again. */
async function oneTurn(running: Running, load: Load, left = tries): Promise<Result> {
  const result = await send(running.port, load)
  const { name, port, kind } = running
  const sample = await Promise.all(Array.from({ length: sampled }, (_, at) => isRight(port, kind, at)))
  if (result.wrong === 0 && result.rate > 0 && !sample.includes(false)) return result
  const odd = sample.filter(right => !right).length
  const why = `${name}: ${result.wrong} answers were no 2xx, ${odd} of ${sampled} not as documented`
  if (left === 1) throw new Error(why)
  console.log(`void, and made again: ${why}`)
  return oneTurn(running, load, left - 1)
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? Number.NaN
}

/** Ours over theirs, each pair of one round: the median, the lowest and the highest. */
export function ratio(ours: readonly number[], theirs: readonly number[]): string {
  const pairs = ours.map((value, round) => value / (theirs[round] ?? Number.NaN))
  const [low, middle, high] = [Math.min(...pairs), median(pairs), Math.max(...pairs)]
  return `${middle.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`
}
