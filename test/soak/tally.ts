/** Counts of what happened. All but the first four must be 0. */
export class Tally {
  calls = 0
  kills = 0
  /** How often the server was shut down by SIGTERM, and the longest time that took. */
  shutdowns = 0
  maxShutdownMs = 0
  /** Acknowledged writes that were lost. */
  lost = 0
  /** Responses and states that differ from the model. */
  different = 0
  /** Responses that do not match the OpenAPI document, except those of faults. */
  undescribed = 0
  /** Crashes, and shutdowns that took over a second or had an exit code other than 0. */
  ended = 0
  readonly #printed = new Set<string>()

  /** Counts a problem and prints the first few. */
  report(what: 'lost' | 'different' | 'undescribed' | 'ended', line: string): void {
    this[what]++
    if (this.#printed.size < 20) console.log(`${what}: ${line}`)
    this.#printed.add(line)
  }
}
