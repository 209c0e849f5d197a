import type { Redactor } from '../base/redaction.ts'
import type { Seen, Sent } from './wire.ts'

/** A request as a report shows it: nothing of its headers but what is particular about them. */
export function shownRequest(method: string, path: string, { body, how }: Sent, redactor: Redactor): string {
  const given = typeof body === 'string' ? body : JSON.stringify(body)
  const shown = (text: string) => short(redactor.text(text))
  return [`${method} ${shown(path)}`, given === undefined ? '' : shown(given), how ?? ''].filter(Boolean).join(' ')
}

/** Of what was seen, what was compared, and the status that explains it. */
export function shownAnswer(names: readonly (keyof Seen)[], seen: Seen, redactor: Redactor): unknown {
  const shown = redactor.value(Object.fromEntries([['status', seen.status], ...names.map(name => [name, seen[name]])]))
  const text = JSON.stringify(shown)
  return text.length <= longest ? shown : short(text)
}

const longest = 2_000

/** What tests a limit is longer than anyone reads. */
function short(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 100)}… (${text.length} characters)`
}
