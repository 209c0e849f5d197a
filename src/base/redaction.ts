import { isUtf8 } from 'node:buffer'
import type { View } from './decoding.ts'
import { decodings } from './decoding.ts'

/** What is not to be shown. */
export interface Hidden {
  /** Whether a word is a known API key. Asked about many words that are none, so it must be cheap. */
  readonly isKey?: (word: string) => boolean
  /** Secrets that are known in clear: found as words, and from 8 characters on inside of other words too. */
  readonly secrets?: readonly string[]
}

interface RedactorOptions extends Hidden {
  /** Words that are keys or look like them, and may be shown. */
  readonly allowed?: readonly string[]
}

/** The key that a remedy suggests. It is hidden only where it is known, and not for its looks. */
export const exampleKey = 'tvx_sk_test_mine'

const mask = '***'

/** A key may have 200 characters and a namespace behind it; in Basic credentials it stands in base64, after an account. */
const longestWord = 400
/** How many separators one key may contain. */
const mostSeparators = 12
/** How many different words are compared for one text, with what is encoded in it. What comes after them is not shown. */
const mostWords = 20_000
/** A character may take 18: as `\u0025\u0037\u0034`. */
const longestEncoded = 18 * longestWord
const shortestInside = 8
/** To decode so many characters costs as much as to compare a word. */
const charactersPerWord = 4

/** How many short texts without a key are remembered, and how long they may be. */
const mostClean = 1_000
const longestClean = 512

/** By character code. What has none of the others in it is one word; a key may be several, with what is between them. */
const isWordCharacter = Array.from({ length: 128 }, (_, code) => /[\w-]/.test(String.fromCharCode(code)))
/** Between the strings of a JSON text. Bounded, since a longer run without a quotation mark would be searched again and again. */
const jsonGap = /[^!-~]+|"?[{}[\],:]{1,70}"|"[{}[\],:]{1,70}"?/g
const gap = /[^!-~]+/g
const delimited = /[\w!#$%*+.@^`~-]+/g
/** The rest of a base64 key behind a slash. */
const base64Tail = /\/[\w+/-]*=+(?!\w)/y
const base64 = /^[\w+/-]{4,}={0,2}$/
/** What text does not contain; line ends it does, as of `echo acc:key | base64`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const binary = /[\u0000-\u0008\u000e-\u001f\u007f]/

type Range = readonly [start: number, end: number]

/** The work done for one text, with all that is encoded in it. */
interface Search {
  /** The words that are no keys. */
  readonly seen: Set<string>
  /** How many words may still be compared. */
  left: number
}

/**
 * Replaces API keys in a text with `***`: known ones, and every word that contains `tvx_sk`. A key is found as it is,
 * percent-encoded, escaped in JSON, in base64, and in one of these within another. Known keys are known by their
 * hash alone, so every word that a key could be is compared: each run of up to 13 words between separators.
 */
export class Redactor {
  readonly #isKey: (word: string) => boolean
  readonly #secrets: readonly string[]
  readonly #allowed: ReadonlySet<string>
  readonly #clean = new Set<string>()

  constructor({ isKey = () => false, secrets = [], allowed = [] }: RedactorOptions = {}) {
    this.#isKey = word => secrets.includes(word) || isKey(word)
    this.#secrets = secrets.filter(secret => secret.length >= shortestInside)
    this.#allowed = new Set(allowed)
  }

  /** The text without keys; of a longer text than `limit`, only that much of it. A key across the limit is not shown. */
  text(text: string, limit = text.length): string {
    if (text.length <= limit && this.#clean.has(text)) return text
    const search = { seen: new Set<string>(), left: mostWords }
    const ranges = this.#find(text.slice(0, limit + longestEncoded), limit, search)
    if (ranges.length > 0) return masked(text, ranges, limit)
    if (text.length > limit) return text.slice(0, limit)
    if (text.length <= longestClean) {
      if (this.#clean.size >= mostClean) this.#clean.clear()
      this.#clean.add(text)
    }
    return text
  }

  /** A JSON value whose texts and property names have no keys in them. */
  value<T>(value: T): T {
    return this.#value(value) as T
  }

  /** One that replaces these too. */
  with({ isKey = () => false, secrets = [] }: Hidden): Redactor {
    return new Redactor({
      isKey: word => this.#isKey(word) || isKey(word),
      secrets: [...this.#secrets, ...secrets],
      allowed: [...this.#allowed],
    })
  }

  /** To be called when there are more keys than before. */
  forget(): void {
    this.#clean.clear()
  }

  #value(value: unknown): unknown {
    if (typeof value === 'string') return this.text(value)
    if (Array.isArray(value)) return value.map(each => this.#value(each))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [this.text(name), this.#value(each)]))
  }

  #find(text: string, limit: number, search: Search): Range[] {
    const found: Range[] = []
    for (const [at, view] of decodings(text).entries()) {
      const add = (start: number, end: number) => found.push([view.source(start), view.source(end)])
      this.#findShaped(view, add)
      for (const secret of this.#secrets) {
        for (let start = view.text.indexOf(secret); start !== -1; start = view.text.indexOf(secret, start + 1))
          add(start, start + secret.length)
      }
      const isJson = at === 0 && /^\s*[{["]/.test(text)
      for (const [start, end] of between(view.text, isJson ? jsonGap : gap)) {
        if (view.source(start) >= limit) break
        const isShown = (from: number) => view.source(start + from) < limit
        this.#findWords(view.text.slice(start, end), search, isShown, (from, to) => add(start + from, start + to))
        if (search.left >= 0) continue
        add(end, view.text.length)
        break
      }
    }
    return found
  }

  /** Finds keys that are not known here by their form. */
  #findShaped({ text }: View, add: (start: number, end: number) => void): void {
    if (!/tvx_sk/i.test(text)) return
    for (const { 0: word, index } of text.matchAll(delimited)) {
      if (!/tvx_sk/i.test(word) || word === exampleKey || this.#allowed.has(word)) continue
      base64Tail.lastIndex = index + word.length
      const [tail = ''] = base64Tail.exec(text) ?? []
      add(index, index + word.length + tail.length)
    }
  }

  /** Words that begin where something is shown. */
  #findWords(
    text: string,
    search: Search,
    isShown: (start: number) => boolean,
    add: (start: number, end: number) => void,
  ): void {
    const ends: number[] = []
    for (let at = 0; at < text.length; at++) if (!isWordCharacter[text.charCodeAt(at)]) ends.push(at)
    ends.push(text.length)
    for (let first = 0, start = 0; first < ends.length && isShown(start); start = Number(ends[first++]) + 1) {
      if (search.left < 0) {
        add(start, text.length)
        return
      }
      for (let last = first; last < ends.length && last <= first + mostSeparators; last++) {
        const end = Number(ends[last])
        if (end - start > longestWord) break
        if (end > start && this.#isUnseenKey(text.slice(start, end), search)) add(start, end)
      }
    }
  }

  #isUnseenKey(word: string, search: Search): boolean {
    if (search.seen.has(word)) return false
    search.left--
    const isKey = !this.#allowed.has(word) && (this.#isKey(withoutNamespace(word)) || this.#isEncodedKey(word, search))
    if (!isKey) search.seen.add(word)
    return isKey
  }

  #isEncodedKey(word: string, search: Search): boolean {
    if (!base64.test(word)) return false
    const bytes = Buffer.from(word, 'base64')
    if (!isUtf8(bytes)) return false
    const decoded = bytes.toString()
    if (binary.test(decoded)) return false
    search.left -= Math.ceil(decoded.length / charactersPerWord)
    return this.#find(decoded, decoded.length, search).length > 0
  }
}

/** The parts of a text between what a pattern matches, empty ones included. */
function* between(text: string, pattern: RegExp): Generator<Range> {
  let start = 0
  for (const { 0: match, index } of text.matchAll(pattern)) {
    yield [start, index]
    start = index + match.length
  }
  yield [start, text.length]
}

/** `KEY__name` is the key in a namespace. */
function withoutNamespace(word: string): string {
  const at = word.indexOf('__')
  return at === -1 ? word : word.slice(0, at)
}

function masked(text: string, ranges: readonly Range[], limit: number): string {
  let shown = ''
  let end = 0
  for (const [from, to] of [...ranges].sort(([a], [b]) => a - b)) {
    if (from >= limit) break
    if (from >= end) shown += text.slice(end, from) + mask
    end = Math.max(end, to)
  }
  return shown + text.slice(end, Math.max(end, limit))
}
