/** Whole seconds since 1970-01-01T00:00:00Z: the vendor's timestamps bear no fraction. */
export type Timestamp = number

/** The time a change bears, given the time of the change before it on the same thing. */
export type Clock = (last: Timestamp) => Timestamp

/** The machine's time; where it was set back, a change bears the time of the one before it. */
export function realClock(milliseconds: () => number): Clock {
  return last => Math.max(last, Math.floor(milliseconds() / 1000))
}

/** A time that was set is obeyed, even where it goes back. */
export function setClock(now: Timestamp): Clock {
  return () => now
}

/** The years that ISO 8601 has four digits for, in milliseconds since 1970. */
export const earliest = Date.parse('0000-01-01T00:00:00Z')
export const latest = Date.parse('9999-12-31T23:59:59.999Z')

/** ISO 8601 with whole seconds and `Z`, as in the page's examples. */
export function toIso(timestamp: Timestamp): string {
  return `${new Date(timestamp * 1000).toISOString().slice(0, 19)}Z`
}

export function fromIso(iso: string): Timestamp {
  return Math.floor(Date.parse(iso) / 1000)
}
