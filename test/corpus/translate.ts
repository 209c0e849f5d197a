import type { CallLine, Line, Reply } from './line.ts'
import type { Word } from './words.ts'

/** Applies the table of words to a recorded line. */
export class Translation {
  readonly #words: readonly Word[]
  readonly #used = new Set<Word>()
  readonly #patterns = new Map<string, { readonly pattern: RegExp; readonly words: readonly Word[] }>()
  /** The request, command line or document of the current line. */
  #line = ''
  #isDocument = false

  constructor(words: readonly Word[]) {
    this.#words = words
  }

  /** The entries that replaced nothing so far. */
  get unused(): readonly Word[] {
    return this.#words.filter(word => !this.#used.has(word))
  }

  line(line: Line): Line {
    if ('server' in line) return { server: this.#arguments(line.server) }
    if ('request' in line) return this.#call(line)
    if ('wire' in line) return { ...line, replies: line.replies.map(reply => this.#strict(reply)) }
    if ('run' in line) {
      this.#line = line.run.join(' ')
      const { env, report } = line
      return {
        run: this.#arguments(line.run),
        ...(env && { env: this.#keys(env, key => this.#exact('variable', key)) }),
        code: line.code,
        stdout: line.stdout.map(text => this.#text(text)),
        stderr: line.stderr.map(text => this.#text(text)),
        ...(report && { report: report.map(text => this.#text(text)) }),
      }
    }
    this.#isDocument = 'document' in line
    if ('document' in line) {
      this.#line = `${line.document} ${line.at.join(' ')}`
      return {
        document: this.#replace(line.document, 'path'),
        at: line.at.map(key => this.#key(key)),
        is: this.#json(line.is, line.at.at(-1) ?? ''),
      }
    }
    this.#line = 'log'
    return { log: this.#json(line.log, 'log') }
  }

  #call(line: CallLine): CallLine {
    this.#line = line.request
    const { request, headers, body, ...reply } = line
    const isVendor = /^\w+ \/+v1/.test(request)
    return {
      request: isVendor ? request : this.#target(request),
      ...(headers && { headers: this.#keys(headers, key => this.#exact('header', key)) }),
      ...('body' in line && { body: isVendor ? body : this.#json(body, '') }),
      ...(isVendor ? this.#strict(reply) : this.#free(reply)),
    }
  }

  /** Under /v1 only X-Sandbox headers can change, and their names in the list of CORS. */
  #strict<T extends Partial<Reply>>(reply: T): T {
    if (reply.head === undefined) return reply
    const head = Object.entries(reply.head).map(([name, value]) => {
      if (name === 'access-control-expose-headers') return [name, this.#replace(value, 'header')]
      return name.startsWith('x-sandbox-') ? [this.#exact('header', name), this.#text(value)] : [name, value]
    })
    return { ...reply, head: Object.fromEntries(head.sort()) }
  }

  #free<T extends Partial<Reply>>(reply: T): T {
    const { head = {} } = reply
    const translated = Object.entries(head).map(([name, value]) => [this.#exact('header', name), this.#text(value)])
    return {
      ...reply,
      ...(reply.head && { head: Object.fromEntries(translated.sort()) }),
      ...('answer' in reply && { answer: this.#json(reply.answer, '') }),
    }
  }

  #target(request: string): string {
    const [before = '', query] = request.split('?', 2)
    const path = this.#replace(before, 'path')
    const rest = query?.split('&').map(pair => pair.replace(/^[^=]*/, name => this.#exact('query', name)))
    return rest === undefined ? path : `${path}?${rest.join('&')}`
  }

  #arguments(args: readonly string[]): string[] {
    return args.map(arg => {
      const [, flag = '', value = ''] = /^(--[^=]+)(=.*)?$/s.exec(arg) ?? []
      return flag === '' ? this.#exact('value', arg) : this.#exact('flag', flag) + value
    })
  }

  #json(value: unknown, key: string): unknown {
    // Bodies that a client sent to the vendor's API, and the bodies of the responses.
    if (!this.#isDocument && (key === 'request_body' || key === 'answer_body')) return value
    if (typeof value === 'string') return this.#string(value, key)
    if (Array.isArray(value) && key === 'required') {
      const fields = Object.fromEntries(value.map(field => [field, null]))
      return value.map(field => this.#exact('field', field, fields))
    }
    if (Array.isArray(value)) return value.map(each => this.#json(each, key))
    if (typeof value !== 'object' || value === null) return value
    const isParameter = 'in' in value && value.in === 'query'
    return Object.fromEntries(
      Object.entries(value).map(([name, each]) => [
        this.#key(name, value),
        isParameter && name === 'name' ? this.#exact('query', each) : this.#json(each, name),
      ]),
    )
  }

  #string(value: string, key: string): string {
    const found = this.#find(word => word.where === 'value' && word.from === value && (word.field ?? key) === key)
    return found?.to ?? this.#text(value)
  }

  #key(name: string, object: object = {}): string {
    return name.startsWith('/') ? this.#replace(name, 'path') : this.#exact('field', name, object)
  }

  #keys(object: Readonly<Record<string, string>>, translate: (key: string) => string): Record<string, string> {
    return Object.fromEntries(Object.entries(object).map(([key, value]) => [translate(key), value]))
  }

  #exact(where: Word['where'], text: string, object: object = {}): string {
    const found = this.#find(
      word => word.where === where && word.from === text && (word.with === undefined || word.with in object),
    )
    return found?.to ?? text
  }

  #find(matches: (word: Word) => boolean): Word | undefined {
    const found = this.#words.find(word => matches(word) && this.#line.includes(word.at ?? ''))
    if (found !== undefined) this.#used.add(found)
    return found
  }

  /** Replaces sentences first, the longest ones first. Replaced text is not replaced again. */
  #text(text: string): string {
    return this.#replace(text, 'text', 'path', 'header', 'query', 'flag', 'variable')
  }

  #replace(text: string, ...kinds: Word['where'][]): string {
    const candidates = this.#words.filter(word => kinds.includes(word.where) && this.#line.includes(word.at ?? ''))
    if (candidates.length === 0) return text
    const { pattern, words } = this.#pattern(candidates, kinds)
    return text.replace(pattern, (...match) => {
      const groups = match.at(-1) as Record<string, string | undefined>
      const at = words.findIndex((_, index) => groups[`w${index}`] !== undefined)
      const word = words[at] as Word
      this.#used.add(word)
      const to = word.where === 'header' && /^[A-Z]/.test(match[0]) ? capitalized(word.to) : word.to
      return to.replace(/\{(\d)\}/g, (_, n) => groups[`w${at}p${n}`] ?? '')
    })
  }

  #pattern(candidates: readonly Word[], kinds: readonly Word['where'][]) {
    const name = JSON.stringify([kinds, candidates.map(word => this.#words.indexOf(word))])
    const made = this.#patterns.get(name)
    if (made !== undefined) return made
    const order = (word: Word) => kinds.indexOf(word.where) * 1e4 - word.from.length
    const words = [...candidates].sort((a, b) => order(a) - order(b))
    const source = words.map((word, index) => `(?<w${index}>${patternOf(word, index)})`).join('|')
    const pattern = { pattern: new RegExp(source, 'gm'), words }
    this.#patterns.set(name, pattern)
    return pattern
  }
}

/** A name is a whole word. A sentence can be part of a longer text, and the value of `{0}` ends with the line. */
function patternOf({ where, from }: Word, index: number): string {
  if (where === 'query') return `(?<=[?&])${escaped(from)}(?==)`
  if (where === 'header') return `(?<![\\w-])(?:${escaped(from)}|${escaped(capitalized(from))})(?![\\w-])`
  if (where !== 'text') return `(?<![\\w-])${escaped(from)}(?![\\w-])`
  const parts = from.split(/\{(\d)\}/)
  const source = parts.map((part, at) => (at % 2 === 0 ? escaped(part) : `(?<w${index}p${part}>.*?)`)).join('')
  return parts.at(-1) === '' && parts.length > 1 ? `${source}$` : source
}

/** The spelling of a header in documentation: `X-Sandbox-Namespace`. */
function capitalized(name: string): string {
  return name.replace(/(^|-)[a-z]/g, start => start.toUpperCase())
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
