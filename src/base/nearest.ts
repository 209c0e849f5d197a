import { closestMatch } from 'leven'

/** The candidate that a misspelt word most likely meant: at most two letters in five are wrong, and one at least. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const all = [...candidates]
  return all.includes(word) ? undefined : closestMatch(word, all, { maxDistance: Math.ceil(word.length * 0.4) })
}

/** `; did you mean "…"?`, or nothing where nothing is near. */
export function didYouMean(word: string, candidates: Iterable<string>): string {
  const meant = nearest(word, candidates)
  return meant === undefined ? '' : `; did you mean "${meant}"?`
}
