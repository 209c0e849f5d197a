import { closest } from '../base/suggestion.ts'

/** The end of an error message about an unknown word: a suggestion, or a reference to --help. */
export function suggestionOrHelp(word: string, candidates: Iterable<string>, before = ''): string {
  const suggestion = closest(word, candidates)
  return suggestion === undefined ? '; see --help' : `; did you mean ${before}${suggestion}?`
}
