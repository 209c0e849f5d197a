/** What was seen of a row. */
export interface CheckOutcome {
  readonly outcome: 'agrees' | 'differs' | 'not checked'
  /** Why it is not checked. */
  readonly why: string | null
  readonly difference: Difference | null
}

export interface Difference {
  /** Method, path, body and what is particular about it; no key. */
  readonly request: string
  readonly expected: unknown
  readonly seen: unknown
}

/** Ends a check. */
export class Verdict extends Error {
  readonly outcome: CheckOutcome

  constructor(outcome: CheckOutcome) {
    super(outcome.outcome)
    this.outcome = outcome
  }
}

/** The server does not do what the row says. */
export class Differs extends Verdict {
  constructor(difference: Difference) {
    super({ outcome: 'differs', why: null, difference })
  }
}

/** The row cannot be seen here, for that reason. */
export class NotChecked extends Verdict {
  constructor(why: string) {
    super({ outcome: 'not checked', why, difference: null })
  }
}
