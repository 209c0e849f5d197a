import { createHash, randomBytes } from 'node:crypto'
import { toLetters } from '../base/id.ts'
import type { SettableClock } from './clock.ts'

/** What a namespace calls what is made in it: by chance, but the same again where its clock stands still. */
export class Ids {
  readonly #clock: SettableClock
  #given = 0

  constructor(clock: SettableClock) {
    this.#clock = clock
  }

  /** The part of an id behind its kind: ten letters and digits. */
  readonly next = (): string => toLetters(this.#bytes())

  uuid(): string {
    const hex = this.#bytes().toString('hex')
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
  }

  reset(): void {
    this.#given = 0
  }

  #bytes(): Buffer {
    if (this.#clock.mode !== 'frozen') return randomBytes(32)
    return createHash('sha256')
      .update(`${this.#clock.now()} ${++this.#given}`)
      .digest()
  }
}
