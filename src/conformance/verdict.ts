/** The server does not do what the row says. */
export interface Difference {
  /** Method, path, body and what is particular about it; no key. */
  readonly request: string
  readonly expected: unknown
  readonly seen: unknown
}

export class Differs extends Error {
  readonly difference: Difference

  constructor(difference: Difference) {
    super('differs')
    this.difference = difference
  }
}

/** The row cannot be seen here, for that reason. */
export class NotChecked extends Error {}
