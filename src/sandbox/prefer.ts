import { controlErrors } from './control-error.ts'
import type { Effect } from './fault.ts'

/** What `Prefer` asks of one request (RFC 7240), and what of it to confirm in `Preference-Applied`. */
export interface Preference {
  readonly effects: readonly Effect[]
  readonly applied: string
}

const limits = { status: [400, 599], delay: [0, 600_000] } as const

/** Reads `status=503`, `code=503` as Prism spells it, and `delay=250` in milliseconds; all else is not ours. */
export function readPrefer(header: string | undefined): Preference | null {
  const effects: Effect[] = []
  const applied: string[] = []
  for (const preference of header?.split(',') ?? []) {
    const [, name, value = ''] = /^\s*(status|code|delay)\s*=\s*"?([^";\s]*)"?\s*(?:;.*)?$/i.exec(preference) ?? []
    if (name === undefined) continue
    const kind = name.toLowerCase() === 'delay' ? 'delay' : 'status'
    const number = toNumber(kind, value)
    // A delay comes first, whatever the order: it goes on to the answer.
    if (kind === 'delay') effects.unshift({ delay_ms: number })
    else effects.push({ status: number })
    applied.push(`${name.toLowerCase()}=${value}`)
  }
  return applied.length === 0 ? null : { effects, applied: applied.join(', ') }
}

function toNumber(kind: keyof typeof limits, value: string): number {
  const [least, most] = limits[kind]
  const number = /^\d{1,6}$/.test(value) ? Number(value) : Number.NaN
  if (number >= least && number <= most) return number
  throw controlErrors.preferenceImpossible(
    `${kind} must be from ${least} to ${most}${kind === 'delay' ? ' (milliseconds)' : ''}`,
  )
}
