import type { DocumentLine, Line } from './line.ts'
import type { Translation } from './translate.ts'

/** A line of the corpus that differs from the recording; null if one of the two has no such line. */
export interface CorpusDifference {
  readonly at: number
  readonly expected: Line | null
  readonly seen: Line | null
}

/** Compares the recorded lines, translated, with the current ones. */
export function differences(
  recorded: readonly Line[],
  current: readonly Line[],
  translation: Translation,
): CorpusDifference[] {
  const expected = recorded.map(line => translation.line(line)).flatMap(values)
  const seen = current.flatMap(values)
  return Array.from({ length: Math.max(expected.length, seen.length) }, (_, at) => ({
    at,
    expected: expected[at] ?? null,
    seen: seen[at] ?? null,
  })).filter(({ expected, seen }) => JSON.stringify(expected) !== JSON.stringify(seen))
}

/** Documents are recorded in parts whose borders depend on the length of the texts, so they are compared value by value. */
function values(line: Line): Line[] {
  return 'document' in line ? documentValues(line) : [line]
}

function documentValues(line: DocumentLine): DocumentLine[] {
  const { document, at, is } = line
  if (typeof is !== 'object' || is === null || Object.keys(is).length === 0) return [line]
  return Object.entries(is).flatMap(([key, value]) => documentValues({ document, at: [...at, key], is: value }))
}
