import { closest } from '../base/suggestion.ts'

/** What to do about a word that is none of these. */
export function orHelp(word: string, candidates: Iterable<string>, before = ''): string {
  const meant = closest(word, candidates)
  return meant === undefined ? '; see --help' : `; did you mean ${before}${meant}?`
}
