import { Redactor } from './redaction.ts'

/**
 * A usage error: one line that names the thing, the reason and the remedy. It is shown without a stack, and what looks like
 * a key in it is redacted.
 */
export class UsageError extends Error {
  constructor(message: string) {
    super(redactor.text(message))
  }
}

const redactor = new Redactor()
