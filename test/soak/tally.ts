/** What was seen. All but the first four are to be 0. */
export class Tally {
  calls = 0
  kills = 0
  /** How often the server was asked to end, and the milliseconds of the longest end. */
  ends = 0
  longestEnd = 0
  /** An acknowledged write that was not there any more. */
  lost = 0
  /** An answer, or a state, that the model does not have. */
  different = 0
  /** An answer outside the OpenAPI document, faults' own aside. */
  undescribed = 0
  /** An end by itself, an end with another code than 0, or one that took over a second. */
  ended = 0
  readonly #told = new Set<string>()

  /** Counts it, and tells the first few. */
  report(what: 'lost' | 'different' | 'undescribed' | 'ended', line: string): void {
    this[what]++
    if (this.#told.size < 20) console.log(`${what}: ${line}`)
    this.#told.add(line)
  }
}
