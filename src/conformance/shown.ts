import type { Seen, Sent } from './wire.ts'

/** A request as a report shows it: nothing of its headers but what is particular about them. */
export function shownRequest(method: string, path: string, { body, how }: Sent): string {
  const given = typeof body === 'string' ? body : JSON.stringify(body)
  return [`${method} ${short(path)}`, given === undefined ? '' : short(given), how ?? ''].filter(Boolean).join(' ')
}

/** Of what was seen, what was compared, and the status that explains it. A key that is sent back is not shown. */
export function shownAnswer(names: readonly (keyof Seen)[], seen: Seen, key: string): unknown {
  const shown = Object.fromEntries([['status', seen.status], ...names.map(name => [name, seen[name]])])
  const text = JSON.stringify(shown).replaceAll(JSON.stringify(key).slice(1, -1), '***')
  return text.length <= longest ? JSON.parse(text) : short(text)
}

const longest = 2_000

/** What tests a limit is longer than anyone reads. */
function short(text: string): string {
  return text.length <= 300 ? text : `${text.slice(0, 100)}… (${text.length} characters)`
}
