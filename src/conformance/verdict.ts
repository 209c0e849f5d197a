/** The outcome of one check. */
export interface CheckOutcome {
  readonly outcome: 'agrees' | 'differs' | 'not checked'
  /** Why the behavior was not checked; null if it was. */
  readonly why: string | null
  readonly difference: Difference | null
}

/** How a response differs from the expected one. */
export interface Difference {
  /** Method, path, body and note of the request, without the key. */
  readonly request: string
  readonly expected: unknown
  readonly actual: unknown
}

/** Thrown to end a check with an outcome. */
export class Verdict extends Error {
  readonly outcome: CheckOutcome

  constructor(outcome: CheckOutcome) {
    super(outcome.outcome)
    this.outcome = outcome
  }
}

/** Thrown if the server does not have the behavior. */
export class Differs extends Verdict {
  constructor(difference: Difference) {
    super({ outcome: 'differs', why: null, difference })
  }
}

/** Thrown if the behavior cannot be checked, with the reason. */
export class NotChecked extends Verdict {
  constructor(why: string) {
    super({ outcome: 'not checked', why, difference: null })
  }
}
