import { isUtf8 } from 'node:buffer'
import type { DecodedText } from './decoding.ts'
import { decodings } from './decoding.ts'

/** The API keys and secrets to replace. */
export interface HiddenKeys {
  /** Whether a word is a known API key. Called for many other words too, so it must be fast. */
  readonly isKey?: (word: string) => boolean
  /** Secrets in clear text. They are found as words and, if they have at least 8 characters, inside other words too. */
  readonly secrets?: readonly string[]
}

interface RedactorOptions extends HiddenKeys {
  /** Words that are not replaced, although they are or look like keys. */
  readonly allowed?: readonly string[]
}

/** The example key in messages. It is replaced only if it is a known key, not because it looks like one. */
export const exampleKey = 'tvx_sk_test_mine'

const mask = '***'

/** A key can have 200 characters and a namespace; in Basic credentials it is in base64, after an account. */
const maxWordLength = 400
/** The maximum number of separators in a key. */
const maxSeparators = 12
/** The maximum number of different words to compare in a text and its decodings. The rest of the text is replaced. */
const maxWords = 20_000
/** The maximum length of an encoded key. One character can take 18: `\u0025\u0037\u0034`. */
const maxEncodedLength = 18 * maxWordLength
/** The minimum length of a secret that is also found inside other words. */
const minInsideLength = 8
/** Decoding this many characters costs as much as comparing a word. */
const charactersPerWord = 4

/** How many texts without a key are cached, and their maximum length. */
const maxCached = 1_000
const maxCachedLength = 512

/** Whether a character is part of a word, by its code. A key can consist of several words and the separators between them. */
const isWordCharacter = Array.from({ length: 128 }, (_, code) => /[\w-]/.test(String.fromCharCode(code)))
/** The separators between the strings of a JSON text. Their length is limited to avoid quadratic time. */
const jsonGap = /[^!-~]+|"?[{}[\],:]{1,70}"|"[{}[\],:]{1,70}"?/g
const gap = /[^!-~]+/g
const delimited = /[\w!#$%*+.@^`~-]+/g
/** The rest of a key in base64 after a slash. */
const base64Tail = /\/[\w+/-]*=+(?!\w)/y
const base64 = /^[\w+/-]{4,}={0,2}$/
/** Characters that do not occur in text. Line ends do, e.g. from `echo acc:key | base64`. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: it matches control characters
const binary = /[\u0000-\u0008\u000e-\u001f\u007f]/

type Range = readonly [start: number, end: number]

/** The state of the search in a text and its decodings. */
interface Search {
  /** The words that are not keys. */
  readonly seen: Set<string>
  /** How many more words can be compared. */
  wordsLeft: number
}

/**
 * Replaces API keys in a text by `***`: known keys, and every word that contains `tvx_sk`. A key is found in clear text,
 * percent-encoded, escaped in JSON, in base64, and in combinations of these. Only the hashes of known keys are stored, so
 * every possible key in the text is compared: each sequence of up to 13 words.
 */
export class Redactor {
  readonly #isKey: (word: string) => boolean
  readonly #secrets: readonly string[]
  readonly #allowed: ReadonlySet<string>
  readonly #withoutKey = new Set<string>()

  constructor({ isKey = () => false, secrets = [], allowed = [] }: RedactorOptions = {}) {
    this.#isKey = word => secrets.includes(word) || isKey(word)
    this.#secrets = secrets.filter(secret => secret.length >= minInsideLength)
    this.#allowed = new Set(allowed)
  }

  /** Returns the first `limit` characters of the text, with keys replaced. A key that crosses the limit is replaced too. */
  text(text: string, limit = text.length): string {
    if (text.length <= limit && this.#withoutKey.has(text)) return text
    const search = { seen: new Set<string>(), wordsLeft: maxWords }
    const ranges = this.#find(text.slice(0, limit + maxEncodedLength), limit, search)
    if (ranges.length > 0) return maskRanges(text, ranges, limit)
    if (text.length > limit) return text.slice(0, limit)
    if (text.length <= maxCachedLength) {
      if (this.#withoutKey.size >= maxCached) this.#withoutKey.clear()
      this.#withoutKey.add(text)
    }
    return text
  }

  /** Returns a JSON value with keys replaced in its strings and property names. */
  value<T>(value: T): T {
    return this.#value(value) as T
  }

  /** Returns a redactor that replaces these keys too. */
  with({ isKey = () => false, secrets = [] }: HiddenKeys): Redactor {
    return new Redactor({
      isKey: word => this.#isKey(word) || isKey(word),
      secrets: [...this.#secrets, ...secrets],
      allowed: [...this.#allowed],
    })
  }

  /** Clears the cache. Must be called after keys were added. */
  forget(): void {
    this.#withoutKey.clear()
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
      this.#findByForm(view, add)
      for (const secret of this.#secrets) {
        for (let start = view.text.indexOf(secret); start !== -1; start = view.text.indexOf(secret, start + 1))
          add(start, start + secret.length)
      }
      const isJson = at === 0 && /^\s*[{["]/.test(text)
      for (const [start, end] of between(view.text, isJson ? jsonGap : gap)) {
        if (view.source(start) >= limit) break
        const isBeforeLimit = (from: number) => view.source(start + from) < limit
        this.#findWords(view.text.slice(start, end), search, isBeforeLimit, (from, to) => add(start + from, start + to))
        if (search.wordsLeft >= 0) continue
        add(end, view.text.length)
        break
      }
    }
    return found
  }

  /** Finds unknown keys by their form. */
  #findByForm({ text }: DecodedText, add: (start: number, end: number) => void): void {
    if (!/tvx_sk/i.test(text)) return
    for (const { 0: word, index } of text.matchAll(delimited)) {
      if (!/tvx_sk/i.test(word) || word === exampleKey || this.#allowed.has(word)) continue
      base64Tail.lastIndex = index + word.length
      const [tail = ''] = base64Tail.exec(text) ?? []
      add(index, index + word.length + tail.length)
    }
  }

  /** Finds known keys that start before the limit. */
  #findWords(
    text: string,
    search: Search,
    isBeforeLimit: (start: number) => boolean,
    add: (start: number, end: number) => void,
  ): void {
    const ends: number[] = []
    for (let at = 0; at < text.length; at++) if (!isWordCharacter[text.charCodeAt(at)]) ends.push(at)
    ends.push(text.length)
    for (let first = 0, start = 0; first < ends.length && isBeforeLimit(start); start = Number(ends[first++]) + 1) {
      if (search.wordsLeft < 0) {
        add(start, text.length)
        return
      }
      for (let last = first; last < ends.length && last <= first + maxSeparators; last++) {
        const end = Number(ends[last])
        if (end - start > maxWordLength) break
        if (end > start && this.#isUnseenKey(text.slice(start, end), search)) add(start, end)
      }
    }
  }

  #isUnseenKey(word: string, search: Search): boolean {
    if (search.seen.has(word)) return false
    search.wordsLeft--
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
    search.wordsLeft -= Math.ceil(decoded.length / charactersPerWord)
    return this.#find(decoded, decoded.length, search).length > 0
  }
}

/** The parts of a text between the matches of a pattern, including empty parts. */
function* between(text: string, pattern: RegExp): Generator<Range> {
  let start = 0
  for (const { 0: match, index } of text.matchAll(pattern)) {
    yield [start, index]
    start = index + match.length
  }
  yield [start, text.length]
}

/** Removes the suffix of a namespace: `KEY__name`. */
function withoutNamespace(word: string): string {
  const at = word.indexOf('__')
  return at === -1 ? word : word.slice(0, at)
}

function maskRanges(text: string, ranges: readonly Range[], limit: number): string {
  let result = ''
  let end = 0
  for (const [from, to] of [...ranges].sort(([a], [b]) => a - b)) {
    if (from >= limit) break
    if (from >= end) result += text.slice(end, from) + mask
    end = Math.max(end, to)
  }
  return result + text.slice(end, Math.max(end, limit))
}
