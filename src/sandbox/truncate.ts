import type { Redactor } from '../base/redaction.ts'

/** How many characters are kept of a text that was sent by a client or a webhook. */
export const maxTextLength = 2_048

/**
 * Truncates a text and marks the cut with `…`. The result is a copy, because a slice keeps the whole text in memory.
 */
export function truncate(text: string, maxLength = maxTextLength): string {
  return text.length <= maxLength ? text : `${copyString(text.slice(0, truncationIndex(text, maxLength)))}…`
}

/** Truncates a text and replaces its API keys by `***`. */
export function redactAndTruncate(redactor: Redactor, text: string, maxLength = maxTextLength): string {
  return text.length <= maxLength
    ? redactor.text(text)
    : `${copyString(redactor.text(text, truncationIndex(text, maxLength)))}…`
}

/** The index at which to cut without splitting a surrogate pair. */
function truncationIndex(text: string, maxLength: number): number {
  return Number(text.codePointAt(maxLength - 1)) > 0xffff ? maxLength - 1 : maxLength
}

/** Copies a text. A slice of a longer text keeps all of that text in memory. */
export function copyString(text: string): string {
  return Buffer.from(text).toString()
}
