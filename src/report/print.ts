import { inspect } from 'node:util'
import { printable, printableLine } from '../base/printable.ts'
import type { Hidden } from '../base/redaction.ts'
import { Redactor } from '../base/redaction.ts'

/** For everything that this process prints or reports. */
let redactor = new Redactor()

/** Hides these keys and secrets from now on, besides all that look like keys. */
export function hide(what: Hidden): void {
  redactor = redactor.with(what)
}

/** A text without keys, as one line of a terminal. */
export function shownLine(text: string): string {
  return printableLine(redactor.text(text))
}

/** A JSON value without keys. */
export function shownValue<T>(value: T): T {
  return redactor.value(JSON.parse(JSON.stringify(value)))
}

/** A text of several lines, without keys. */
export function shownText(text: string): string {
  return printable(redactor.text(text))
}

/** A line to whoever runs the command: what it prints itself is not to be mixed up. */
export function printStatus(line: string): void {
  console.error(`tryvox-sandbox: ${shownLine(line)}`)
}

/** Prints an unexpected error with its stack. */
export function printError(error: unknown): void {
  console.error(shownText(inspect(error)))
}
