import fc from 'fast-check'
import { files } from '../tree.ts'

/** A regular expression of the source, and where it is written. */
export interface Expression {
  readonly place: string
  readonly regex: RegExp
}

const comment = /^\s*(?:\/\/|\*|\/\*).*$/gm
/** A literal: after what ends no value, so that it is no division. Biome's format makes this reliable. */
const literal =
  /(?<=[=(,:[!&|?;\n]\s*|[{}]\s+|return |=> )\/(?![*/])((?:\\.|\[(?:\\.|[^\]\n\\])*\]|[^/\n\\[])+)\/([dgimsuvy]*)(?![\w/])/g

/** Every regular expression literal of the source, and every `pattern` of the documents made from its schemas. */
export function expressions(): Expression[] {
  const literals = files('src/**/*.{ts,js}').flatMap(({ path, text }) =>
    [...text.replace(comment, '').matchAll(literal)].map(([whole, source = '', flags]) => ({
      place: `${path} ${whole}`,
      regex: new RegExp(source, flags),
    })),
  )
  const written = files('openapi/*.json').flatMap(({ path, text }) => patterns(path, JSON.parse(text)))
  return [...new Map([...literals, ...written].map(each => [String(each.regex), each])).values()]
}

function patterns(place: string, value: unknown): Expression[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) =>
    name === 'pattern' && typeof inner === 'string'
      ? [{ place: `${place} ${inner}`, regex: new RegExp(inner) }]
      : patterns(place, inner),
  )
}

/** A text for each length: `before`, then `repeated` until it is as long as that, then an end that does not match. */
interface Attack {
  readonly before: string
  readonly repeated: string
}

const others = [' ', '\n', '1', 'a', '\u0000', 'é']
/** Behind the repeated part: what nearly no expression accepts. */
const end = '\u0000\n'

/**
 * Worst cases for an expression: each part of a text that it matches, and each word of its source, repeated between a
 * beginning that it matches and an end that it does not.
 */
export function attacksOn({ source }: RegExp): Attack[] {
  const plain = source.replace(/\\[bdswBDSWnrtfu]|\\(?=.)/g, ' ')
  const words = [...new Set(plain.match(/\w{2,}|[^\w\s]/g) ?? [])].slice(0, 8)
  const units = [...others, ...words]
  const matched = samples(source)
  const parts = matched.flatMap(text =>
    Array.from({ length: Math.min(text.length, 12) }, (_, at) => at).flatMap(at =>
      [1, 2, 7].map(length => ({ before: text.slice(0, at), repeated: text.slice(at, at + length) })),
    ),
  )
  const alone = units.map(repeated => ({ before: '', repeated }))
  const behind = matched.slice(0, 1).flatMap(text => units.map(repeated => ({ before: text, repeated })))
  const pairs = words.flatMap(one => words.map(other => ({ before: '', repeated: one + other })))
  const all = new Map([...parts, ...alone, ...behind, ...pairs].map(attack => [JSON.stringify(attack), attack]))
  return [...all.values()]
}

/**
 * Texts that it matches; none where it looks ahead, which fast-check cannot make texts for, nor for a single class: of
 * one without ASCII fast-check would never find a member.
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
