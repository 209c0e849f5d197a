import { createHash, randomBytes } from 'node:crypto'
import { toLetters } from '../base/id.ts'
import type { SettableClock } from './clock.ts'

/** Generates the ids of a namespace: random, but reproducible while its clock is frozen. */
export class Ids {
  readonly #clock: SettableClock
  #count = 0

  constructor(clock: SettableClock) {
    this.#clock = clock
  }

  /** The part of an id after its prefix: ten letters and digits. */
  readonly next = (): string => toLetters(this.#bytes())

  /** A version 4 UUID. */
  uuid(): string {
    const hex = this.#bytes().toString('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  }

  reset(): void {
    this.#count = 0
  }

  #bytes(): Buffer {
    if (this.#clock.mode !== 'frozen') return randomBytes(32)
    return createHash('sha256')
      .update(`${this.#clock.now()} ${++this.#count}`)
      .digest()
  }
}
