import type { Clock } from '../domain/clock.ts'
import { latest, realClock, setClock } from '../domain/clock.ts'

/** A clock that a test can stop and move. It runs with the machine's until someone does. */
export class SettableClock {
  readonly #real: () => number
  readonly #start: number | null
  #frozen: number | null
  #ahead = 0

  /** Milliseconds since 1970: the machine's clock, and where this one stands at first, null where it runs. */
  constructor(real: () => number, start: number | null) {
    this.#real = real
    this.#start = start
    this.#frozen = start
  }

  /** The time that changes bear. Set, it is obeyed even where it goes back. */
  readonly stamp: Clock = last =>
    this.mode === 'real' ? realClock(this.#real)(last) : setClock(Math.floor(this.now() / 1000))(last)

  get mode(): 'real' | 'frozen' | 'moved' {
    if (this.#frozen !== null) return 'frozen'
    return this.#ahead === 0 ? 'real' : 'moved'
  }

  /** Milliseconds since 1970. At the end of the year 9999 it stands: a timestamp has four digits for the year. */
  now(): number {
    return Math.min(this.#frozen ?? this.#real() + this.#ahead, latest)
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

  /** As it was at first. */
  reset(): void {
    this.#frozen = this.#start
    this.#ahead = 0
  }
}
