/** Whole seconds since 1970-01-01T00:00:00Z. The vendor's timestamps have no fractions. */
export type Timestamp = number

/** Returns the time of a change, given the time of the previous change of the same record. */
export type Clock = (last: Timestamp) => Timestamp

/** The time of the machine. If that was set back, a change has the time of the previous one. */
export function realClock(milliseconds: () => number): Clock {
  return last => Math.max(last, Math.floor(milliseconds() / 1000))
}

/** A frozen time, also if it is before the previous change. */
export function setClock(now: Timestamp): Clock {
  return () => now
}

/** The range of times with a year of four digits in ISO 8601, in milliseconds since 1970. */
export const minTime = Date.parse('0000-01-01T00:00:00Z')
export const maxTime = Date.parse('9999-12-31T23:59:59.999Z')

/** ISO 8601 with whole seconds and `Z`, as in the examples of the vendor's page. */
export function toIso(timestamp: Timestamp): string {
  return `${new Date(timestamp * 1000).toISOString().slice(0, 19)}Z`
}

export function fromIso(iso: string): Timestamp {
  return Math.floor(Date.parse(iso) / 1000)
}
