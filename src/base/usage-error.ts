import { Redactor } from './redaction.ts'

/**
 * An error of the user, such as a bad flag, file or option. The message is one line with the name, the reason and the
 * remedy, printed without a stack. Words that look like API keys are redacted.
 */
export class UsageError extends Error {
  override readonly name: string = 'UsageError'

  constructor(message: string) {
    super(redactor.text(message))
  }
}

const redactor = new Redactor()
