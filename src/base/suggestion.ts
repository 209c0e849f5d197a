import { closestMatch } from 'leven'

/** The maximum length of a compared word, in characters. All names are shorter. */
const maxWordLength = 100
/** The maximum number of compared candidates. The time of a comparison grows with the product of both lengths. */
const maxCandidates = 250

/**
 * Returns the candidate that is closest to a misspelled word, with at most two wrong letters in five. Only the first 250
 * candidates are compared.
 */
export function closest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length > maxWordLength) return undefined
  const compared: string[] = []
  for (const candidate of candidates) {
    if (candidate === word) return undefined
    if (compared.push(candidate) === maxCandidates) break
  }
  return closestMatch(word, compared, { maxDistance: Math.ceil(word.length * 0.4) })
}

/** Returns `; did you mean "…"?`, or an empty string if no candidate is close. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const suggestion = closest(word, candidates)
  return suggestion === undefined ? '' : `; did you mean "${suggestion}"?`
}
