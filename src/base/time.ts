/** ISO 8601 in UTC and whole seconds; whether there is such a day it does not tell. */
export const timePattern = '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ$'

/** A time of that form, on a day that there is. */
export function isTime(text: string): boolean {
  return new RegExp(timePattern).test(text) && isDay(text.slice(0, 10))
}

/** `2026-02-28`; the engine would take 30 February for 2 March. */
export function isDay(text: string): boolean {
  return !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)
}
