import { endOfString, escapesLoneSurrogate, maxDepth, nestingReason, surrogateReason } from './json.ts'
import type { Steps } from './turns.ts'

/** Why a text cannot be parsed, to follow the name of what it is. */
export class JsonError extends Error {}

/** In characters: how much of a list is parsed in one step. */
const stepLength = 64 * 1024
/** In characters: the longest element of a list and the longest field that is not a list. */
const longestValue = 1024 * 1024
const mostFields = 100

/**
 * `JSON.parse` for a large text whose bulk is one list, or lists in an object: a step parses some elements of a list.
 * Throws a `JsonError`, also for a single value that would be long to parse.
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
  /** Of the place: how many arrays and objects are around it. */
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
        if (fields.size > mostFields) throw new JsonError(`has more than ${mostFields} fields`)
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
      // Nothing before a comma, or behind one.
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

  /** The place of a comma behind at least so many characters of elements, or of the bracket or the end behind all. */
  #endOfElements(least: number): number {
    const text = this.#text
    let element = this.#at
    let depth = 0
    for (let at = this.#at; at < text.length; at++) {
      if (at - element > longestValue) throw new JsonError('has a value of more than 1 MiB')
      const sign = text[at]
      if (sign === '"') at = endOfString(text, at)
      else if (sign === '[' || sign === '{') depth++
      else if (sign === ']' || sign === '}') depth--
      else if (sign === ',' && depth === 0) {
        if (at - this.#at >= least) return at
        element = at
      }
      if (depth < 0) return at
      if (this.#depth + depth > maxDepth) throw new JsonError(nestingReason)
    }
    return text.length
  }

  #take(end: number): string {
    const taken = this.#text.slice(this.#at, end)
    this.#at = end
    return taken
  }

  /** The sign behind any white space, not taken yet; empty at the end. */
  #skipSpace(): string {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? '-')) this.#at++
    return this.#text[this.#at] ?? ''
  }

  #expect(...signs: readonly string[]): string {
    const sign = this.#skipSpace()
    if (!signs.includes(sign)) throw invalid()
    this.#at++
    return sign
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
