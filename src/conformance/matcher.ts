/** What a value should be like, where it cannot be told in advance. */
export class Matcher {
  readonly #says: string
  readonly fits: (seen: unknown) => boolean

  constructor(says: string, fits: (seen: unknown) => boolean) {
    this.#says = says
    this.fits = fits
  }

  /** As a report shows it. */
  toJSON(): string {
    return `<${this.#says}>`
  }
}

export const anyText = (pattern: RegExp) =>
  new Matcher(pattern.source, seen => typeof seen === 'string' && pattern.test(seen))
export const something = new Matcher('a text', seen => typeof seen === 'string' && seen !== '')
export const trunkId = anyText(/^trunk_[\w.~-]{1,128}$/)
export const atMost = (length: number) =>
  new Matcher(`a list of at most ${length}`, seen => Array.isArray(seen) && seen.length <= length)
export const anyOf = (...values: readonly unknown[]) => new Matcher(values.join(' or '), seen => values.includes(seen))
export const absent = new Matcher('absent', seen => seen === undefined)
export const list = new Matcher('a list', Array.isArray)
export const listOf = (expected: unknown) =>
  new Matcher(
    `a list of ${JSON.stringify(expected)}`,
    seen => Array.isArray(seen) && seen.every(each => fits(expected, each)),
  )
/** A list in the order of one of its texts. */
export const sortedBy = (name: string) =>
  new Matcher(`a list, sorted by ${name}`, seen => {
    const texts = Array.isArray(seen) ? seen.map(each => each?.[name]) : [null]
    return texts.every((text, at) => typeof text === 'string' && (at === 0 || texts[at - 1] < text))
  })
/** What the vendor's pages leave open: that it succeeds is all that they say. */
export const success = new Matcher('200 to 299', seen => Number(seen) >= 200 && Number(seen) < 300)

/** Whether what was seen has all that is expected: of an object, at least these keys; of a list, as many items. */
export function fits(expected: unknown, seen: unknown): boolean {
  if (expected instanceof Matcher) return expected.fits(seen)
  if (typeof expected !== 'object' || expected === null) return Object.is(expected, seen)
  if (typeof seen !== 'object' || seen === null || Array.isArray(expected) !== Array.isArray(seen)) return false
  if (Array.isArray(expected) && expected.length !== (seen as unknown[]).length) return false
  return Object.entries(expected).every(([key, each]) => fits(each, (seen as Record<string, unknown>)[key]))
}
