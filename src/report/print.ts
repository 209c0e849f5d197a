import { inspect } from 'node:util'
import { printable, printableLine } from '../base/printable.ts'
import type { HiddenKeys } from '../base/redaction.ts'
import { Redactor } from '../base/redaction.ts'

/** Redacts everything that this process prints or reports. */
let redactor = new Redactor()

/** Redacts these keys and secrets from now on. */
export function hideKeys(keys: HiddenKeys): void {
  redactor = redactor.with(keys)
}

/** Redacts a text and makes it safe to print as one line. */
export function toSafeLine(text: string): string {
  return printableLine(redactor.text(text))
}

/** Redacts a JSON value. */
export function redactValue<T>(value: T): T {
  return redactor.value(JSON.parse(JSON.stringify(value)))
}

/** Redacts a text of several lines and makes it safe to print. */
export function toSafeText(text: string): string {
  return printable(redactor.text(text))
}

/** Prints a status line on standard error, to keep it apart from the output of the command. */
export function printStatus(line: string): void {
  console.error(`tryvox-sandbox: ${toSafeLine(line)}`)
}

/** Prints an unexpected error with its stack. */
export function printError(error: unknown): void {
  console.error(toSafeText(inspect(error)))
}
