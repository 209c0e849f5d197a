/** ISO 8601 in UTC with whole seconds. The pattern also matches days that do not exist, such as 30 February. */
export const timePattern = '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])T([01]\\d|2[0-3]):[0-5]\\d:[0-5]\\dZ$'

/** Whether a text matches the pattern and its day exists. */
export function isTime(text: string): boolean {
  return new RegExp(timePattern).test(text) && isDay(text.slice(0, 10))
}

/** Whether a day such as `2026-02-28` exists. `Date.parse` reads 30 February as 2 March. */
export function isDay(text: string): boolean {
  return !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)
}
