/** Describes an expected value that is not known in advance. */
export class Matcher {
  readonly #description: string
  readonly matches: (value: unknown) => boolean

  constructor(description: string, matches: (value: unknown) => boolean) {
    this.#description = description
    this.matches = matches
  }

  /** The text that a report shows. */
  toJSON(): string {
    return `<${this.#description}>`
  }
}

export const stringMatching = (pattern: RegExp) =>
  new Matcher(pattern.source, value => typeof value === 'string' && pattern.test(value))
export const nonEmptyString = new Matcher('a non-empty string', value => typeof value === 'string' && value !== '')
export const trunkId = stringMatching(/^trunk_[\w.~-]{1,128}$/)
export const listOfAtMost = (length: number) =>
  new Matcher(`a list of at most ${length}`, value => Array.isArray(value) && value.length <= length)
export const anyOf = (...values: readonly unknown[]) =>
  new Matcher(values.join(' or '), value => values.includes(value))
export const absent = new Matcher('absent', value => value === undefined)
export const list = new Matcher('a list', Array.isArray)
export const listOf = (expected: unknown) =>
  new Matcher(
    `a list of ${JSON.stringify(expected)}`,
    value => Array.isArray(value) && value.every(each => matches(expected, each)),
  )
/** A list in ascending order of a string field, without duplicates. */
export const sortedBy = (name: string) =>
  new Matcher(`a list, sorted by ${name}`, value => {
    const texts = Array.isArray(value) ? value.map(each => each?.[name]) : [null]
    return texts.every((text, index) => typeof text === 'string' && (index === 0 || texts[index - 1] < text))
  })
/** Any success status, because the vendor's pages do not state which one. */
export const success = new Matcher('200 to 299', value => Number(value) >= 200 && Number(value) < 300)

/** Whether a value has everything that is expected: an object has at least these keys, a list has as many items. */
export function matches(expected: unknown, value: unknown): boolean {
  if (expected instanceof Matcher) return expected.matches(value)
  if (typeof expected !== 'object' || expected === null) return Object.is(expected, value)
  if (typeof value !== 'object' || value === null || Array.isArray(expected) !== Array.isArray(value)) return false
  if (Array.isArray(expected) && expected.length !== (value as unknown[]).length) return false
  return Object.entries(expected).every(([key, each]) => matches(each, (value as Record<string, unknown>)[key]))
}
