import { Redactor } from './redaction.ts'

/** A mistake of the user's, said in one line that names the thing, the reason and the remedy. It has no stack to show,
 * and nothing that looks like a key. */
export class Mistake extends Error {
  constructor(message: string) {
    super(redactor.text(message))
  }
}

const redactor = new Redactor()
