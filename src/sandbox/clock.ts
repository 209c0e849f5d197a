import type { Clock } from '../domain/clock.ts'
import { maxTime, realClock, setClock } from '../domain/clock.ts'

/** A clock that a test can freeze and move. Until then it shows the machine's time. */
export class SettableClock {
  readonly #real: () => number
  readonly #start: number | null
  #frozen: number | null
  #offset = 0

  /**
   * `real` is the machine's clock. `start` is the time at which this clock is frozen at first; null: it runs. Both in
   * milliseconds since 1970.
   */
  constructor(real: () => number, start: number | null) {
    this.#real = real
    this.#start = start
    this.#frozen = start
  }

  /** The clock for `updated_at`. A frozen or moved clock is obeyed even if its time goes backwards. */
  readonly stamp: Clock = last =>
    this.mode === 'real' ? realClock(this.#real)(last) : setClock(Math.floor(this.now() / 1000))(last)

  get mode(): 'real' | 'frozen' | 'moved' {
    if (this.#frozen !== null) return 'frozen'
    return this.#offset === 0 ? 'real' : 'moved'
  }

  /** Milliseconds since 1970. Stops at the end of the year 9999, because a timestamp has a year of four digits. */
  now(): number {
    return Math.min(this.#frozen ?? this.#real() + this.#offset, maxTime)
  }

  freeze(milliseconds: number): void {
    this.#frozen = milliseconds
  }

  /** Moves the clock forward or, if negative, back. A running clock continues from the new time. */
  advance(milliseconds: number): void {
    if (this.#frozen === null) this.#offset += milliseconds
    else this.#frozen += milliseconds
  }

  /** Returns to the machine's time. */
  useRealTime(): void {
    this.#frozen = null
    this.#offset = 0
  }

  /** Returns to the initial time and mode. */
  reset(): void {
    this.#frozen = this.#start
    this.#offset = 0
  }
}
