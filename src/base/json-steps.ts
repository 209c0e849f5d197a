import { endOfString, escapesLoneSurrogate, maxDepth, nestingReason, surrogateReason } from './json.ts'
import type { Steps } from './turns.ts'

/** The error of a text that cannot be parsed. The message is a predicate, such as `is not valid JSON`. */
export class JsonError extends Error {}

/** How many characters of a list are parsed in one step. */
const stepLength = 64 * 1024
/** The maximum length of an element of a list, and of a field that is not a list, in characters. */
const maxValueLength = 1024 * 1024
const maxFields = 100

/**
 * Parses a large JSON text in steps. Each step parses some elements of a list, so most of the text must be a list, or lists
 * in an object. Throws a `JsonError` for invalid JSON and for a single value that would take long to parse.
 */
export function* parseInSteps(text: string): Steps<unknown> {
  const parser = new Parser(text)
  const value = yield* parser.parse()
  parser.end()
  return value
}

class Parser {
  readonly #text: string
  #at = 0
  /** The number of arrays and objects around the current position. */
  #depth = 0

  constructor(text: string) {
    this.#text = text
  }

  *parse(): Steps<unknown> {
    const start = this.#skipSpace()
    if (start === '{') return yield* this.#parseObject()
    return start === '[' ? yield* this.#parseList() : this.#parseValue()
  }

  end(): void {
    if (this.#skipSpace() !== '') throw invalid()
  }

  *#parseObject(): Steps<unknown> {
    const fields = new Map<string, unknown>()
    this.#at++
    this.#depth++
    if (this.#skipSpace() === '}') this.#at++
    else {
      do {
        if (this.#skipSpace() !== '"') throw invalid()
        const name = parse(this.#take(endOfString(this.#text, this.#at) + 1)) as string
        this.#expect(':')
        fields.set(name, this.#skipSpace() === '[' ? yield* this.#parseList() : this.#parseValue())
        if (fields.size > maxFields) throw new JsonError(`has more than ${maxFields} fields`)
        yield
      } while (this.#expect(',', '}') === ',')
    }
    this.#depth--
    return Object.fromEntries(fields)
  }

  *#parseList(): Steps<unknown[]> {
    const all: unknown[] = []
    this.#at++
    this.#depth++
    for (;;) {
      const elements = parse(`[${this.#take(this.#endOfElements(stepLength))}]`) as unknown[]
      const next = this.#expect(',', ']')
      // A missing element before or after a comma.
      if (elements.length === 0 && (next === ',' || all.length > 0)) throw invalid()
      for (const element of elements) all.push(element)
      if (next === ']') break
      yield
    }
    this.#depth--
    return all
  }

  #parseValue(): unknown {
    return parse(this.#take(this.#endOfElements(0)))
  }

  /** The position of the first comma after at least `minLength` characters, or of the closing bracket or the end of the text. */
  #endOfElements(minLength: number): number {
    const text = this.#text
    let element = this.#at
    let depth = 0
    for (let at = this.#at; at < text.length; at++) {
      if (at - element > maxValueLength) throw new JsonError('has a value of more than 1 MiB')
      const character = text[at]
      if (character === '"') at = endOfString(text, at)
      else if (character === '[' || character === '{') depth++
      else if (character === ']' || character === '}') depth--
      else if (character === ',' && depth === 0) {
        if (at - this.#at >= minLength) return at
        element = at
      }
      if (depth < 0) return at
      if (this.#depth + depth > maxDepth) throw new JsonError(nestingReason)
    }
    return text.length
  }

  #take(end: number): string {
    const part = this.#text.slice(this.#at, end)
    this.#at = end
    return part
  }

  /** Skips white space and returns the next character; an empty string at the end. */
  #skipSpace(): string {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? '-')) this.#at++
    return this.#text[this.#at] ?? ''
  }

  #expect(...characters: readonly string[]): string {
    const character = this.#skipSpace()
    if (!characters.includes(character)) throw invalid()
    this.#at++
    return character
  }
}

function parse(text: string): unknown {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw invalid()
  }
  if (escapesLoneSurrogate(text, value)) throw new JsonError(surrogateReason)
  return value
}

function invalid(): JsonError {
  return new JsonError('is not valid JSON')
}
