import { controlErrors } from './control-error.ts'
import type { Effect } from './fault.ts'

/** The effects that a `Prefer` header requests (RFC 7240), and the value of `Preference-Applied` that confirms them. */
export interface Preference {
  readonly effects: readonly Effect[]
  readonly applied: string
}

const limits = { status: [400, 599], delay: [0, 600_000] } as const

/**
 * Reads `status=503`, `code=503` (the spelling of Prism) and `delay=250` (milliseconds), and ignores other preferences.
 * Throws `request_invalid` for a value out of range.
 */
export function readPrefer(header: string | undefined): Preference | null {
  const effects: Effect[] = []
  const applied: string[] = []
  for (const preference of header?.split(',') ?? []) {
    const [, name, value = ''] = /^\s*(status|code|delay)\s*=\s*"?([^";\s]*)"?\s*(?:;.*)?$/i.exec(preference) ?? []
    if (name === undefined) continue
    const kind = name.toLowerCase() === 'delay' ? 'delay' : 'status'
    const number = toNumber(kind, value)
    // A delay is applied first, whatever the order in the header: an error status ends the request.
    if (kind === 'delay') effects.unshift({ delay_ms: number })
    else effects.push({ status: number })
    applied.push(`${name.toLowerCase()}=${value}`)
  }
  return applied.length === 0 ? null : { effects, applied: applied.join(', ') }
}

function toNumber(kind: keyof typeof limits, value: string): number {
  const [min, max] = limits[kind]
  const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN
  if (number >= min && number <= max) return number
  throw controlErrors.preferInvalid(`${kind} must be from ${min} to ${max}${kind === 'delay' ? ' (milliseconds)' : ''}`)
}
