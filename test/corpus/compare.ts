import type { Line } from './line.ts'
import type { Translation } from './translate.ts'

/** A line of the corpus that is not what was recorded; null where one of the two has no such line. */
export interface Difference {
  readonly at: number
  readonly expected: Line | null
  readonly seen: Line | null
}

/** Compares the recorded lines, translated, with the current ones. */
export function differences(
  recorded: readonly Line[],
  current: readonly Line[],
  translation: Translation,
): Difference[] {
  const expected = recorded.map(line => translation.line(line))
  return Array.from({ length: Math.max(expected.length, current.length) }, (_, at) => ({
    at,
    expected: expected[at] ?? null,
    seen: current[at] ?? null,
  })).filter(({ expected, seen }) => JSON.stringify(expected) !== JSON.stringify(seen))
}
