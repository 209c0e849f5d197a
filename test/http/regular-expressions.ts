import fc from 'fast-check'
import { files } from '../tree.ts'

/** A regular expression of the source, with its place. */
export interface Expression {
  readonly place: string
  readonly regex: RegExp
}

const comment = /^\s*(?:\/\/|\*|\/\*).*$/gm
/**
 * A regular expression literal. The lookbehind excludes divisions, which is reliable because Biome formats the source.
 */
const literal =
  /(?<=[=(,:[!&|?;\n]\s*|[{}]\s+|return |=> )\/(?![*/])((?:\\.|\[(?:\\.|[^\]\n\\])*\]|[^/\n\\[])+)\/([dgimsuvy]*)(?![\w/])/g

/** All regular expression literals of the source, and all `pattern`s of the generated documents. */
export function expressions(): Expression[] {
  const literals = files('src/**/*.{ts,js}').flatMap(({ path, text }) =>
    [...text.replace(comment, '').matchAll(literal)].map(([whole, source = '', flags]) => ({
      place: `${path} ${whole}`,
      regex: new RegExp(source, flags),
    })),
  )
  const schemaPatterns = files('openapi/*.json').flatMap(({ path, text }) => patterns(path, JSON.parse(text)))
  return [...new Map([...literals, ...schemaPatterns].map(each => [String(each.regex), each])).values()]
}

function patterns(place: string, value: unknown): Expression[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'pattern' && typeof inner === 'string'
      ? [{ place: `${place} ${inner}`, regex: new RegExp(inner) }]
      : patterns(place, inner),
  )
}

/** Describes texts of any length: `before`, then `repeated` up to the length, then an end that does not match. */
interface Attack {
  readonly before: string
  readonly repeated: string
}

const commonCharacters = [' ', '\n', '1', 'a', '\u0000', 'é']
/** The end of each text, which hardly any expression matches. */
const end = '\u0000\n'

/**
 * Worst cases for an expression: each part of a matching text, and each word of the expression, repeated after a start
 * that matches and before an end that does not.
 */
export function attacksOn({ source }: RegExp): Attack[] {
  const plain = source.replace(/\\[bdswBDSWnrtfu]|\\(?=.)/g, ' ')
  const words = [...new Set(plain.match(/\w{2,}|[^\w\s]/g) ?? [])].slice(0, 8)
  const units = [...commonCharacters, ...words]
  const matched = samples(source)
  const parts = matched.flatMap(text =>
    Array.from({ length: Math.min(text.length, 12) }, (_, at) => at).flatMap(at =>
      [1, 2, 7].map(length => ({ before: text.slice(0, at), repeated: text.slice(at, at + length) })),
    ),
  )
  const onlyRepeated = units.map(repeated => ({ before: '', repeated }))
  const afterMatch = matched.slice(0, 1).flatMap(text => units.map(repeated => ({ before: text, repeated })))
  const pairs = words.flatMap(first => words.map(second => ({ before: '', repeated: first + second })))
  const all = new Map(
    [...parts, ...onlyRepeated, ...afterMatch, ...pairs].map(attack => [JSON.stringify(attack), attack]),
  )
  return [...all.values()]
}

/**
 * Returns texts that match an expression. Returns none for expressions that fast-check cannot handle: those with
 * lookaheads, and a single character class, for which fast-check sometimes finds no character.
 */
function samples(source: string): string[] {
  if (/^\[[^\]]*\]$/.test(source)) return []
  try {
    return fc.sample(fc.stringMatching(new RegExp(source), { size: 'small' }), { seed: 1, numRuns: 2 })
  } catch {
    return []
  }
}

export function textOf({ before, repeated }: Attack, length: number): string {
  return before + repeated.repeat(Math.ceil(length / repeated.length)) + end
}
