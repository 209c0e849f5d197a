import { didYouMean } from '../base/suggestion.ts'
import { UsageError } from '../base/usage-error.ts'
import { keyPattern } from '../domain/identifier.ts'
import { findKeyProblem } from '../store/key.ts'
import { toFlag, toVariable } from './name.ts'

export type Given = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

/** Reads one setting after the other, by flag or else by environment variable. */
export class OptionReader {
  readonly #flags: Given
  readonly #environment: Given

  constructor(flags: Given, environment: Given) {
    this.#flags = flags
    this.#environment = environment
  }

  text(option: string, pattern: Pick<RegExp, 'test'>, expected: string): string | undefined {
    const value = this.#flags[option] ?? this.#environment[option]
    if (value === undefined) return undefined
    if (!pattern.test(String(value))) throw this.#mistake(option, `must be ${expected}, not "${value}"`)
    return String(value)
  }

  isSet(option: string): boolean {
    if (this.#flags[option] === true) return true
    return this.text(option, /^(true|1|false|0)$/, 'true or false')?.match(/true|1/) != null
  }

  list(option: string, pattern: string, expected: string): string[] {
    const wrong = this.#list(option).find(value => !new RegExp(pattern).test(value))
    if (wrong !== undefined) throw this.#mistake(option, `must be ${expected}, not "${wrong}"`)
    return this.#list(option)
  }

  /** Some of these words. */
  choices(option: string, words: readonly string[]): string[] {
    const wrong = this.#list(option).find(value => !words.includes(value))
    if (wrong === undefined) return this.#list(option)
    throw this.#mistake(option, `must be one of ${words.join(', ')}, not "${wrong}"${didYouMean(wrong, words)}`)
  }

  /** A key is not repeated, not even to say that it is wrong. */
  keys(): string[] {
    for (const key of this.#list('key')) {
      if (!new RegExp(keyPattern).test(key)) {
        throw this.#mistake('key', 'must be 1 to 200 visible ASCII characters without a double underscore')
      }
      const wrong = findKeyProblem(key)
      if (wrong !== null) throw this.#mistake('key', wrong)
    }
    return this.#list('key')
  }

  #list(option: string): string[] {
    const flag = this.#flags[option]
    if (Array.isArray(flag)) return flag
    const variable = this.#environment[option]
    return typeof variable === 'string' ? variable.split(',').map(each => each.trim()) : []
  }

  #mistake(option: string, wrong: string): UsageError {
    const name = option in this.#flags ? toFlag(option) : toVariable(option)
    return new UsageError(`${name} ${wrong}`)
  }
}
