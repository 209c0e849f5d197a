import type { Clock } from '../domain/clock.ts'
import { realClock, setClock } from '../domain/clock.ts'

/** A clock that a test can stop and move. It runs with the machine's until someone does. */
export class SettableClock {
  readonly #real: () => number
  #frozen: number | null = null
  #ahead = 0

  /** `real` gives milliseconds since 1970. */
  constructor(real: () => number) {
    this.#real = real
  }

  /** The time that changes bear. Set, it is obeyed even where it goes back. */
  readonly stamp: Clock = last =>
    this.mode === 'real' ? realClock(this.#real)(last) : setClock(Math.floor(this.now() / 1000))(last)

  get mode(): 'real' | 'frozen' | 'moved' {
    if (this.#frozen !== null) return 'frozen'
    return this.#ahead === 0 ? 'real' : 'moved'
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.#frozen ?? this.#real() + this.#ahead
  }

  freeze(milliseconds: number): void {
    this.#frozen = milliseconds
  }

  /** Moves on, or back; a clock that runs goes on running from there. */
  advance(milliseconds: number): void {
    if (this.#frozen === null) this.#ahead += milliseconds
    else this.#frozen += milliseconds
  }

  release(): void {
    this.#frozen = null
    this.#ahead = 0
  }
}
