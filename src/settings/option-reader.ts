import { didYouMean } from '../base/suggestion.ts'
import { UsageError } from '../base/usage-error.ts'
import { keyPattern } from '../domain/identifier.ts'
import { findKeyProblem } from '../store/key.ts'
import { toFlag, toVariable } from './name.ts'

/** The values of options by name, before they are checked. */
export type RawOptions = Readonly<Record<string, string | boolean | readonly string[] | undefined>>

/** Reads and checks options. A flag takes precedence over an environment variable. */
export class OptionReader {
  readonly #flags: RawOptions
  readonly #environment: RawOptions
  /** Returns the name of an option that is not from the environment. */
  readonly #nameOf: (option: string) => string

  constructor(flags: RawOptions, environment: RawOptions, nameOf = toFlag) {
    this.#flags = flags
    this.#environment = environment
    this.#nameOf = nameOf
  }

  /** Reads a text that matches the pattern; undefined if the option is not set. `expected` describes valid values. */
  text(option: string, pattern: Pick<RegExp, 'test'>, expected: string): string | undefined {
    const value = this.#flags[option] ?? this.#environment[option]
    if (value === undefined) return undefined
    if (!pattern.test(String(value))) throw this.#error(option, `must be ${expected}, not "${value}"`)
    return String(value)
  }

  isSet(option: string): boolean {
    if (this.#flags[option] === true) return true
    return this.text(option, /^(true|1|false|0)$/, 'true or false')?.match(/true|1/) != null
  }

  list(option: string, pattern: string, expected: string): string[] {
    const invalid = this.#list(option).find(value => !new RegExp(pattern).test(value))
    if (invalid !== undefined) throw this.#error(option, `must be ${expected}, not "${invalid}"`)
    return this.#list(option)
  }

  /** Reads a list whose values must be among `allowed`. */
  choices(option: string, allowed: readonly string[]): string[] {
    const invalid = this.#list(option).find(value => !allowed.includes(value))
    if (invalid === undefined) return this.#list(option)
    throw this.#error(option, `must be one of ${allowed.join(', ')}, not "${invalid}"${didYouMean(invalid, allowed)}`)
  }

  /** Reads the API keys. An error message never contains the value of a key. */
  keys(): string[] {
    for (const key of this.#list('key')) {
      if (!new RegExp(keyPattern).test(key)) {
        throw this.#error('key', 'must be 1 to 200 visible ASCII characters without a double underscore')
      }
      const problem = findKeyProblem(key)
      if (problem !== null) throw this.#error('key', problem)
    }
    return this.#list('key')
  }

  #list(option: string): string[] {
    const flag = this.#flags[option]
    if (Array.isArray(flag)) return flag
    const variable = this.#environment[option]
    return typeof variable === 'string' ? variable.split(',').map(each => each.trim()) : []
  }

  #error(option: string, problem: string): UsageError {
    const name = option in this.#flags ? this.#nameOf(option) : toVariable(option)
    return new UsageError(`${name} ${problem}`)
  }
}
