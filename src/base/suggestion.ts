import { closestMatch } from 'leven'

/** In characters: no name of anything is longer. */
const maxWordLength = 100
/** Comparing two words takes about as many steps as both have characters, multiplied. */
const maxCandidates = 250

/**
 * The candidate that a misspelt word most likely meant: at most two letters in five are wrong, and at least one. Only the
 * first 250 candidates are compared.
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

/** `; did you mean "…"?`, or nothing where nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const meant = closest(word, candidates)
  return meant === undefined ? '' : `; did you mean "${meant}"?`
}
